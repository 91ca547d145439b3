package io.facematch.face;

import io.facematch.face.Extraction.Face;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.Extraction.Refused;
import io.facematch.face.Stopwatch.Stage;
import io.facematch.face.alignment.AlignmentTemplate;
import io.facematch.face.alignment.FaceAligner;
import io.facematch.face.decoding.Decoding;
import io.facematch.face.decoding.ImageDecoder;
import io.facematch.face.detection.Detection;
import io.facematch.face.detection.DetectionPasses;
import io.facematch.face.embedding.FaceEmbedder;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.image.FaceImage;
import io.facematch.face.quality.QualityMeter;
import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;

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

    FaceExtractor(
            ImageDecoder decoder,
            DetectionPasses detector,
            QualityMeter qualityMeter,
            double minQuality,
            FaceAligner aligner,
            FaceEmbedder embedder) {
        this.decoder = decoder;
        this.detector = detector;
        this.qualityMeter = qualityMeter;
        this.minQuality = minQuality;
        this.aligner = aligner;
        this.embedder = embedder;
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
                    var detection = stopwatch.time(Stage.DETECT, () -> detector.detect(image));
                    yield stopwatch.time(Stage.EMBED, () -> embed(image, detection));
                }
            }
        };
    }

    private Extraction embed(FaceImage image, Detection detection) {
        var faces = new ArrayList<Face>();
        var refusal = Reason.NO_FACE;
        // The largest face comes first; when none is good enough, its reason is the one to report.
        for (var detected : detection.faces().reversed()) {
            if (!detected.hasUsableLandmarks()) {
                refusal = Reason.NO_LANDMARKS;
                continue;
            }
            try (var aligned = aligner.align(image, detected.landmarks())) {
                var quality = qualityMeter.measure(image, detected, aligned, aligner.template());
                var tooPoor = quality.refusal(minQuality);
                if (tooPoor.isPresent()) {
                    refusal = tooPoor.get();
                    continue;
                }
                var report = FaceReport.of(detected, detection, quality, image);
                faces.add(new Face(embedder.embed(aligned), report));
            }
        }
        return faces.isEmpty() ? new Refused(refusal) : new Faces(faces);
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
