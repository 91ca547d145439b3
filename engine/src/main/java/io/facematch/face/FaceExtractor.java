package io.facematch.face;

import io.facematch.face.Extraction.Face;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.Extraction.Refused;
import io.facematch.face.Stopwatch.Stage;
import io.facematch.face.alignment.AlignedFace;
import io.facematch.face.alignment.AlignmentTemplate;
import io.facematch.face.alignment.FaceAligner;
import io.facematch.face.decoding.Decoding;
import io.facematch.face.decoding.ImageDecoder;
import io.facematch.face.detection.DetectionPasses;
import io.facematch.face.detector.DetectedFace;
import io.facematch.face.embedding.FaceEmbedder;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import io.facematch.face.image.FaceImage;
import io.facematch.face.quality.Measurements;
import io.facematch.face.quality.Quality;
import io.facematch.face.quality.QualityMeter;
import io.facematch.face.trace.ExtractionObserver;
import io.facematch.face.tuning.Tuning;
import io.facematch.verification.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Finds the faces of one photo and makes an embedding of each that is good enough: decode, detect, select, align and
 * embed. Belongs to one thread.
 */
public final class FaceExtractor implements AutoCloseable {
    private static final int WARM_UP_SIZE = 112;
    private static final Landmarks WARM_UP_LANDMARKS = AlignmentTemplate.ARCFACE.landmarks();

    private final ImageDecoder decoder;
    private final DetectionPasses detector;
    private final QualityMeter qualityMeter;
    private final double minQuality;
    private final FaceAligner aligner;
    private final FaceEmbedder embedder;
    private final ExtractionObserver observer;

    FaceExtractor(
            ImageDecoder decoder,
            DetectionPasses detector,
            QualityMeter qualityMeter,
            double minQuality,
            FaceAligner aligner,
            FaceEmbedder embedder,
            ExtractionObserver observer) {
        this.decoder = decoder;
        this.detector = detector;
        this.qualityMeter = qualityMeter;
        this.minQuality = minQuality;
        this.aligner = aligner;
        this.embedder = embedder;
        this.observer = observer;
    }

    /**
     * Looks at one encoded image. The caller wipes what it gets.
     *
     * @return never an exception for what is in the image; an exception is a defect
     */
    public Extraction extract(byte[] file) {
        return extract(file, new Stopwatch(), () -> false);
    }

    Extraction extract(byte[] file, Stopwatch stopwatch, BooleanSupplier cancelled) {
        // Frees every native object that a stage did not free itself.
        try (var scope = new PointerScope()) {
            return extractInScope(file, stopwatch, cancelled);
        }
    }

    private Extraction extractInScope(byte[] file, Stopwatch stopwatch, BooleanSupplier cancelled) {
        var decoding = stopwatch.time(Stage.DECODE, () -> decoder.decode(file, cancelled));
        return switch (decoding) {
            case Decoding.Refused refused -> new Refused(refused.reason());
            case Decoding.Decoded decoded -> {
                try (var image = decoded.image()) {
                    observer.decoded(image);
                    var found = stopwatch.time(Stage.DETECT, () -> detector.detect(image));
                    yield stopwatch.time(Stage.EMBED, () -> embed(image, found));
                }
            }
        };
    }

    private Extraction embed(FaceImage image, List<DetectedFace> found) {
        var judged = found.stream().map(face -> judged(image, face, found)).toList();
        judged.forEach(this::show);
        var refused = judged.stream().filter(Judged::isRefused).toList();
        var good = judged.stream().filter(face -> !face.isRefused()).toList();
        if (good.isEmpty() || isLeftOver(good.getFirst(), refused)) {
            return new Refused(
                    refused.stream().findFirst().flatMap(Judged::refusal).orElse(Reason.NO_FACE), PhotoSize.of(image));
        }
        return new Faces(good.reversed().stream()
                .map(face -> embedded(image, face, found.size(), refused))
                .toList());
    }

    /** The largest face that is good enough may be that of somebody in the background. */
    private static boolean isLeftOver(Judged largest, List<Judged> refused) {
        return refused.stream().anyMatch(face -> face.area() > Tuning.LEFT_OVER * largest.area());
    }

    private Face embedded(FaceImage image, Judged face, int found, List<Judged> refused) {
        var otherRefused = refused.stream()
                .filter(other -> other.area() > face.area() || other.offCentre(image) < face.offCentre(image))
                .findFirst()
                .flatMap(Judged::refusal)
                .orElse(null);
        try (var crop = face.measured().crop()) {
            var report = FaceReport.of(face.face(), found, face.measured().quality(), otherRefused, image);
            return new Face(embedder.embed(crop), report);
        }
    }

    private void show(Judged judged) {
        var measured = judged.measurement();
        observer.judged(
                judged.face(),
                measured == null ? null : measured.crop(),
                measured == null ? null : measured.measurements(),
                judged.refusal().orElse(null));
    }

    private Judged judged(FaceImage image, DetectedFace face, List<DetectedFace> found) {
        if (!face.hasUsableLandmarks()) {
            return new Judged(face, null, Optional.of(Reason.NO_LANDMARKS));
        }
        if (minQuality > 0 && face.liesInDoubt(found)) {
            return new Judged(face, null, Optional.of(Reason.FACE_AT_EXTREME_ANGLE));
        }
        var crop = aligner.align(image, face.landmarks());
        var measurements = qualityMeter.measure(image, face, crop, aligner.template());
        var quality = measurements.quality(image.photoScale());
        return new Judged(face, new Measured(crop, measurements, quality), quality.refusal(minQuality));
    }

    private record Measured(AlignedFace crop, Measurements measurements, Quality quality) {}

    /**
     * A face and whether it is good enough.
     *
     * @param measurement null where there is none
     */
    private record Judged(DetectedFace face, @Nullable Measured measurement, Optional<Reason> refusal) {
        boolean isRefused() {
            return refusal.isPresent();
        }

        double area() {
            return face.box().area();
        }

        double offCentre(FaceImage image) {
            return face.box().centre().distanceTo(new Point(image.width() / 2.0, image.height() / 2.0));
        }

        Measured measured() {
            return Objects.requireNonNull(measurement);
        }
    }

    /** Runs the networks once, so that the first pair does not wait for their memory to be laid out. */
    void warmUp() {
        try (var image = FaceImage.black(WARM_UP_SIZE, WARM_UP_SIZE);
                var crop = aligner.align(image, WARM_UP_LANDMARKS)) {
            detector.detect(image);
            embedder.embed(crop).wipe();
        }
    }

    @Override
    public void close() {
        detector.close();
        embedder.close();
    }
}
