package io.facematch.face.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.card.DetectorContract;
import io.facematch.face.EncodedPhotos;
import io.facematch.face.Portraits;
import io.facematch.face.Retouching;
import io.facematch.face.decoding.Decoding;
import io.facematch.face.decoding.DecodingBudget;
import io.facematch.face.decoding.DecodingLimits;
import io.facematch.face.decoding.ImageDecoder;
import io.facematch.face.detector.DetectedFace;
import io.facematch.face.detector.FaceDetector;
import io.facematch.face.detector.Framing;
import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import io.facematch.face.image.FaceImage;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import io.facematch.face.network.OnnxModel;
import io.facematch.face.trace.ExtractionObserver;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the built-in detector: each pass is the only one that finds the face of some photo. */
class DetectionPassesTest {
    /** In eye distances: within it the landmarks are those of this face, and not of another or of the same one turned. */
    private static final double RIGHT_FACE = 0.2;

    /** Degrees by which a face that is held upright may be tilted. */
    private static final double LEVEL = 15;

    private static final int MAX_FACES = 10;

    private static DetectorContract contract;
    private static OnnxModel model;
    private static FaceDetector detector;
    private static DetectionPasses passes;

    private final ImageDecoder decoder = new ImageDecoder(DecodingLimits.DEFAULTS, DecodingBudget.DEFAULT);

    @BeforeAll
    static void open() {
        var selection = new ModelCatalog(List.of()).select(ModelChoice.BEST_PRESENT);
        contract = selection.detector().card().detectorContract();
        model = OnnxModel.load(selection.detector());
        detector = new FaceDetector(model, contract, ExtractionObserver.NONE);
        passes = new DetectionPasses(model, contract, MAX_FACES, ExtractionObserver.NONE);
    }

    @AfterAll
    static void close() {
        passes.close();
        detector.close();
        model.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 10})
    void findsOrdinaryPortraitAtFirstSight(int person) {
        try (var photo = decode(Portraits.id(person))) {
            var found = passes.detect(photo);

            assertThat(found).isEqualTo(see(photo, OnlyPass.AS_IS));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 8})
    void comesCloserToSmallFace(int person) {
        var portrait = EncodedPhotos.picture(Portraits.id(person));
        var hall = new BufferedImage(1000, 750, BufferedImage.TYPE_INT_RGB);
        var scale = 1 / 6.5;
        EncodedPhotos.draw(hall, graphics -> graphics.drawImage(EncodedPhotos.shrunk(portrait, scale), 610, 380, null));

        var found = savedOnlyBy(
                OnlyPass.CLOSER,
                EncodedPhotos.encode(hall, "png"),
                expected(Portraits.id(person), point -> new Point(point.x() * scale + 610, point.y() * scale + 380)));

        assertThat(Math.IEEEremainder(found.sighting().roll(), 360)).isCloseTo(0, within(LEVEL));
        assertThat(found.sighting().border()).isZero();
    }

    /** Cut into from above and from the sides, as much of the face as stays fills the frame. */
    @ParameterizedTest
    @CsvSource({"person02_id, 1.4, 0.25", "person02_id, 1.6, 0.12", "person02_selfie, 1.6, 0.12"})
    void putsBorderAroundFaceThatFillsTheFrame(String name, double fill, double down) {
        var portrait = Portraits.read(name);
        var whole = face(portrait).box();
        var box = new BoundingBox(whole.x(), whole.y() + down * whole.height() / fill, whole.width(), whole.height());
        var left = Math.round(box.x() + (box.width() - box.width() / fill) / 2);
        var top = Math.round(box.y() + (box.height() - box.height() / fill) / 2);

        var found = savedOnlyBy(
                OnlyPass.BORDERED,
                Retouching.cropped(portrait, box, fill),
                expected(portrait, point -> new Point(point.x() - left, point.y() - top)));

        assertThat(Math.IEEEremainder(found.sighting().roll(), 360)).isCloseTo(0, within(LEVEL));
    }

    @ParameterizedTest
    @CsvSource({"3, 1, TURNED_270", "3, 3, TURNED_90", "9, 2, TURNED_180"})
    void turnsPhotoThatLiesOnItsSideOrUpsideDown(int person, int quarters, OnlyPass saving) {
        var upright = Portraits.id(person);

        var found = savedOnlyBy(
                saving, Retouching.turned(upright, quarters), expected(upright, point -> turned(point, quarters)));

        assertThat(Math.IEEEremainder(found.sighting().roll() - 90 * quarters, 360))
                .isCloseTo(0, within(LEVEL));
        assertThat(found.sighting().border()).isZero();
    }

    @Test
    void findsNothingWhereNoFaceIs() {
        try (var photo = decode(Portraits.read("fixture_no_face"))) {
            assertThat(passes.detect(photo)).isEmpty();
        }
    }

    @Test
    void keepsTheLargestOfACrowd() {
        try (var crowd = decode(EncodedPhotos.encode(EncodedPhotos.crowd(), "png"))) {
            var everybody = see(crowd, OnlyPass.CLOSER);
            var kept = passes.detect(crowd);

            assertThat(everybody).hasSizeGreaterThan(3 * MAX_FACES);
            assertThat(kept).hasSize(MAX_FACES);
            // A closer look gives the size of a face anew.
            var smallestKept = kept.getLast().box().area();
            var left = everybody.stream().filter(face -> kept.stream().noneMatch(face::overlaps));
            assertThat(left)
                    .isNotEmpty()
                    .allSatisfy(face -> assertThat(0.8 * face.box().area()).isLessThan(smallestKept));
        }
    }

    /** One way of looking, in the order of the passes. */
    enum OnlyPass {
        AS_IS,
        CLOSER,
        BORDERED,
        TURNED_90,
        TURNED_180,
        TURNED_270;

        Framing framing(DetectorContract contract) {
            var first = contract.passes().getFirst();
            return switch (this) {
                case AS_IS -> new Framing(first, 0, 0);
                case CLOSER -> new Framing(contract.passes().getLast(), 0, 0);
                case BORDERED -> new Framing(first, 0.3, 0);
                case TURNED_90 -> new Framing(first, 0, 1);
                case TURNED_180 -> new Framing(first, 0, 2);
                case TURNED_270 -> new Framing(first, 0, 3);
            };
        }
    }

    private DetectedFace savedOnlyBy(OnlyPass saving, byte[] file, Landmarks expected) {
        try (var photo = decode(file)) {
            for (var pass : OnlyPass.values()) {
                assertThat(see(photo, pass))
                        .as("%s finds the face", pass)
                        .satisfies(faces -> assertThat(faces.stream().anyMatch(face -> isRight(face, expected)))
                                .isEqualTo(pass == saving));
            }
            var found = passes.detect(photo);
            assertThat(found).hasSize(1).allMatch(face -> isRight(face, expected));
            return found.getFirst();
        }
    }

    private static List<DetectedFace> see(FaceImage photo, OnlyPass pass) {
        return detector.detect(photo, pass.framing(contract)).faces();
    }

    private static boolean isRight(DetectedFace face, Landmarks expected) {
        return Math.sqrt(face.landmarks().meanSquareDistanceTo(expected)) < RIGHT_FACE * expected.interEyeDistance();
    }

    /** The landmarks of a portrait, where a change to the picture has moved them. */
    private Landmarks expected(byte[] portrait, UnaryOperator<Point> change) {
        return face(portrait).landmarks().map(change);
    }

    private DetectedFace face(byte[] portrait) {
        try (var photo = decode(portrait)) {
            return see(photo, OnlyPass.AS_IS).getFirst();
        }
    }

    /** Where a point of a portrait of 480 x 640 pixels comes to lie. */
    private static Point turned(Point point, int quarters) {
        return switch (quarters) {
            case 1 -> new Point(639 - point.y(), point.x());
            case 2 -> new Point(479 - point.x(), 639 - point.y());
            default -> new Point(point.y(), 479 - point.x());
        };
    }

    private FaceImage decode(byte[] file) {
        return ((Decoding.Decoded) decoder.decode(file)).image();
    }
}
