package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.Verification.Compared;
import io.facematch.face.Verification.NotCompared;
import io.facematch.face.trace.FaceTrace;
import io.facematch.face.trace.LookTrace;
import io.facematch.face.trace.LookTrace.Kind;
import io.facematch.face.trace.Picture;
import io.facematch.face.tuning.Tuning;
import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is traced is what is done: with the built-in models, on the synthetic people. */
class FaceTracerTest {
    private static FaceEngine engine;
    private static FaceVerifier verifier;
    private static FaceTracer tracer;

    @BeforeAll
    static void open() {
        engine = Engines.builtIn();
        verifier = engine.newVerifier();
        tracer = engine.newTracer();
    }

    @AfterAll
    static void close() {
        tracer.close();
        verifier.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "person01_id",
                "person02_id",
                "person01_turned",
                "fixture_two_persons",
                "fixture_sideways",
                "fixture_tight_102x126"
            })
    void givesTheAnswerOfTheVerifier(String reference) {
        var trace = tracer.trace(Portraits.selfie(1), Portraits.read(reference));
        var answer = (Compared) verifier.verify(Portraits.selfie(1), Portraits.read(reference));

        var traced = (Compared) trace.verification();
        assertThat(traced).usingRecursiveComparison().ignoringFields("timings").isEqualTo(answer);
        assertThat(trace.reference().faces()).hasSize(answer.reference().facesFound());
        var best = trace.best().orElseThrow();
        assertThat(best.cosine()).isEqualTo(answer.cosine());
        assertThat(best.similarity()).isEqualTo(answer.similarity());
        var face = trace.reference().faces().get(best.referenceFace());
        assertThat(face.compared()).isTrue();
        assertThat(face.quality()).isEqualTo(answer.reference().quality());
        assertThat(face.face().box().overlap(answer.reference().box())).isGreaterThan(0.999);
        assertThat(trace.comparisons())
                .allSatisfy(other -> assertThat(other.cosine()).isLessThanOrEqualTo(best.cosine()));
    }

    @Test
    void comparesEachFaceWithEach() {
        var twoPersons = Portraits.read("fixture_two_persons");

        var trace = tracer.trace(twoPersons, twoPersons);

        assertThat(trace.comparisons())
                .extracting(comparison -> List.of(comparison.probeFace(), comparison.referenceFace()))
                .containsExactly(List.of(0, 0), List.of(0, 1), List.of(1, 0), List.of(1, 1));
        assertThat(trace.comparisons().getFirst().cosine()).isGreaterThan(0.999);
        assertThat(trace.comparisons().get(1).cosine()).isLessThan(0.9);
        assertThat(trace.comparisons().getLast().cosine()).isGreaterThan(0.999);
    }

    @Test
    void needsOneLookAtAnOrdinaryPortrait() {
        var trace = tracer.trace(Portraits.id(1));

        assertThat(trace.format()).isEqualTo(FileFormat.JPEG);
        assertThat(trace.bytes()).isEqualTo(Portraits.id(1).length);
        assertThat(trace.refusal()).isNull();
        var image = Objects.requireNonNull(trace.image());
        assertThat(List.of(image.width(), image.height(), image.photoWidth(), image.photoHeight()))
                .containsExactly(480, 640, 480, 640);
        assertThat(List.of(image.orientation(), image.reduction())).containsExactly(1, 1);
        assertSize(image.picture(), 480, 640);
        assertThat(trace.looks()).extracting(LookTrace::kind).containsExactly(Kind.WHOLE);
        var face = trace.faces().getFirst();
        assertThat(face.compared()).isTrue();
        assertSize(Objects.requireNonNull(face.crop()), 112, 112);
        assertThat(Objects.requireNonNull(face.measurements()).quality(1)).isEqualTo(face.quality());
    }

    /** A photo that is looked at without need costs a tenth of all the work on it. */
    @Test
    void needsFewLooksAtPortraits() {
        try (var better = Engines.of("yunet-s-dynamic", "espdl-mbf-112");
                var looking = better.newTracer()) {
            var looks = IntStream.rangeClosed(1, 12)
                    .boxed()
                    .flatMap(person ->
                            Stream.of(Portraits.id(person), Portraits.selfie(person), Portraits.turned(person)))
                    .map(portrait -> looking.trace(portrait).looks().size())
                    .toList();

            assertThat(looks).filteredOn(count -> count == 1).hasSizeGreaterThan(looks.size() / 2);
            assertThat(looks.stream().mapToInt(Integer::intValue).sum()).isLessThan(2 * looks.size());
        }
    }

    @Test
    void showsHowAPhotoIsTurnedUpright() {
        var stored = EncodedPhotos.stored(EncodedPhotos.picture(Portraits.id(1)), 6);
        var trace = tracer.trace(EncodedPhotos.withOrientation(EncodedPhotos.encode(stored, "jpg"), 6));

        var image = Objects.requireNonNull(trace.image());
        assertThat(image.orientation()).isEqualTo(6);
        assertThat(List.of(image.photoWidth(), image.photoHeight())).containsExactly(480, 640);
    }

    @Test
    void showsWhatALargePhotoIsReducedTo() {
        var large = EncodedPhotos.redrawn(EncodedPhotos.picture(Portraits.selfie(1)), BufferedImage.TYPE_INT_RGB, 5.5);

        var image = Objects.requireNonNull(
                tracer.trace(EncodedPhotos.encode(large, "jpg")).image());

        assertThat(image.reduction()).isEqualTo(2);
        assertThat(image.photoWidth()).isEqualTo(large.getWidth());
        assertThat(image.width()).isEqualTo(large.getWidth() / 2);
        assertThat(EncodedPhotos.picture(image.picture().bytes()).getHeight()).isEqualTo(900);
    }

    @Test
    void showsEachLookAtAPhotoThatLiesAskew() {
        var trace = tracer.trace(Retouching.rolled(Portraits.selfie(1), 40));

        assertThat(trace.looks())
                .hasSizeGreaterThan(2)
                .extracting(LookTrace::kind)
                .contains(Kind.WHOLE, Kind.CLOSE);
        assertThat(trace.looks()).allSatisfy(look -> {
            assertThat(look.turn()).isBetween(-180.0, 180.0);
            var scale = Math.min(1, 200.0 / Math.max(look.width(), look.height()));
            assertSize(look.canvas(), (int) Math.round(look.width() * scale), (int) Math.round(look.height() * scale));
        });
        assertThat(trace.looks())
                .filteredOn(look -> look.kind() == Kind.CLOSE)
                .allSatisfy(look -> assertThat(trace.faceOf(look)).hasValue(0));
        var rolled = trace.faces().getFirst().face().sighting();
        assertThat(Math.IEEEremainder(rolled.roll(), 360)).isBetween(34.0, 46.0);
    }

    /** Everything is tried before a photo is said to have no face. */
    @Test
    void showsEachLookAtAPhotoWithoutAFace() {
        var trace = tracer.trace(Portraits.read("fixture_no_face"));

        assertThat(trace.refusal()).isEqualTo(Reason.NO_FACE);
        assertThat(trace.faces()).isEmpty();
        assertThat(trace.looks()).extracting(LookTrace::kind).contains(Kind.WHOLE, Kind.BORDERED, Kind.ASKEW);
        assertThat(trace.looks())
                .filteredOn(look -> look.kind() == Kind.WHOLE)
                .extracting(LookTrace::turn)
                .contains(0.0, 90.0, 180.0, -90.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"photo\": true}", "%PDF-1.7", "\u00ff\u00d8\u00ff"})
    void hasNothingToShowOfAFileThatIsNoPhoto(String content) {
        var file = content.getBytes(StandardCharsets.ISO_8859_1);

        var pair = tracer.trace(file, Portraits.id(1));

        var answer = (NotCompared) verifier.verify(file, Portraits.id(1));
        assertThat(((NotCompared) pair.verification()).probe()).isEqualTo(answer.probe());
        assertThat(pair.probe().refusal()).isEqualTo(answer.probe());
        assertThat(pair.probe().image()).isNull();
        assertThat(pair.probe().looks()).isEmpty();
        assertThat(pair.probe().faces()).isEmpty();
        assertThat(pair.reference().refusal()).isNull();
        assertThat(pair.reference().looks()).isNotEmpty();
        assertThat(pair.comparisons()).isEmpty();
        assertThat(pair.best()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixture_blurred", "fixture_dark"})
    void showsWhichPartOfTheQualityIsTooPoor(String name) {
        var trace = tracer.trace(Portraits.read(name));

        var face = trace.faces().getFirst();
        assertThat(face.refusal()).isEqualTo(trace.refusal()).isNotNull();
        assertThat(face.compared()).isFalse();
        var measured = Objects.requireNonNull(face.measurements());
        var poor = face.refusal() == Reason.TOO_DARK ? measured.darkness() : measured.sharpnessPart();
        assertThat(poor.score()).isLessThan(Tuning.QUALITY_FLOOR);
        assertThat(poor.value()).isLessThan(poor.ramp().floor());
    }

    /** The face in the background is good enough, and is not compared. */
    @Test
    void showsThatAFaceIsLeftOver() {
        var trace = tracer.trace(blurredPersonBefore(Portraits.id(1)));

        assertThat(trace.refusal()).isEqualTo(Reason.TOO_BLURRED);
        assertThat(trace.faces()).extracting(FaceTrace::refusal).containsExactly(Reason.TOO_BLURRED, null);
        assertThat(trace.faces()).extracting(FaceTrace::compared).containsOnly(false);
    }

    /** A record prints its members; these must not be pixels. */
    @Test
    void printsNoPicture() {
        assertThat(tracer.trace(Portraits.id(1)).toString())
                .contains("Picture[JPEG, ")
                .hasSizeLessThan(5000);
    }

    private static byte[] blurredPersonBefore(byte[] other) {
        var large = EncodedPhotos.redrawn(
                EncodedPhotos.picture(Retouching.blurred(Portraits.selfie(2), 12)), BufferedImage.TYPE_INT_RGB, 1.6);
        var small = EncodedPhotos.shrunk(EncodedPhotos.picture(other), 0.35);
        var photo =
                new BufferedImage(large.getWidth() + small.getWidth(), large.getHeight(), BufferedImage.TYPE_INT_RGB);
        EncodedPhotos.draw(photo, graphics -> {
            graphics.drawImage(large, 0, 0, null);
            graphics.drawImage(small, large.getWidth(), large.getHeight() / 3, null);
        });
        return EncodedPhotos.encode(photo, "png");
    }

    private static void assertSize(Picture picture, int width, int height) {
        var shown = EncodedPhotos.picture(picture.bytes());
        assertThat(List.of(shown.getWidth(), shown.getHeight())).containsExactly(width, height);
    }
}
