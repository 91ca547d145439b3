package io.facematch.worker.face;

import io.facematch.verification.Reason;
import io.facematch.worker.face.Extraction.Face;
import io.facematch.worker.face.Extraction.Faces;
import io.facematch.worker.face.Extraction.Refused;
import io.facematch.worker.face.Stopwatch.Stage;
import io.facematch.worker.face.alignment.AlignmentTemplate;
import io.facematch.worker.face.alignment.FaceAligner;
import io.facematch.worker.face.detection.Detection;
import io.facematch.worker.face.detection.DetectionLadder;
import io.facematch.worker.face.detection.Landmarks;
import io.facematch.worker.face.embedding.FaceEmbedder;
import io.facematch.worker.face.image.Decoding;
import io.facematch.worker.face.image.FaceImage;
import io.facematch.worker.face.image.ImageDecoder;
import io.facematch.worker.face.model.Calibration;
import io.facematch.worker.face.quality.QualityMeter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Says how alike the faces of two images are: decode, detect, select, align and embed each side, then compare. Belongs
 * to one thread. Symmetric: with the images swapped the similarity is the same bit for bit.
 */
public final class FaceVerifier implements AutoCloseable {
    private static final int WARM_UP_SIZE = 112;
    private static final Landmarks WARM_UP_LANDMARKS = AlignmentTemplate.ARCFACE.landmarks();

    private final ImageDecoder decoder;
    private final DetectionLadder detector;
    private final QualityMeter qualityMeter;
    private final double minQuality;
    private final FaceAligner aligner;
    private final FaceEmbedder embedder;
    private final Calibration calibration;

    FaceVerifier(
            ImageDecoder decoder,
            DetectionLadder detector,
            QualityMeter qualityMeter,
            double minQuality,
            FaceAligner aligner,
            FaceEmbedder embedder,
            Calibration calibration) {
        this.decoder = decoder;
        this.detector = detector;
        this.qualityMeter = qualityMeter;
        this.minQuality = minQuality;
        this.aligner = aligner;
        this.embedder = embedder;
        this.calibration = calibration;
    }

    /**
     * Compares two encoded images.
     *
     * @return never an exception for what is in the images; an exception is a defect
     */
    public Verification verify(byte[] probe, byte[] reference) {
        var stopwatch = new Stopwatch();
        // Frees every native object of this verification that a stage did not free itself.
        try (var scope = new PointerScope()) {
            var probeSide = extract(probe, stopwatch);
            var referenceSide = extract(reference, stopwatch);
            var verification = conclude(probeSide, referenceSide, stopwatch);
            probeSide.wipe();
            referenceSide.wipe();
            return verification;
        }
    }

    private Extraction extract(byte[] file, Stopwatch stopwatch) {
        var decoding = stopwatch.time(Stage.DECODE, () -> decoder.decode(file));
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

    private Verification conclude(Extraction probe, Extraction reference, Stopwatch stopwatch) {
        if (probe instanceof Faces probes && reference instanceof Faces references) {
            return compare(probes.faces(), references.faces(), stopwatch);
        }
        return new Verification.NotCompared(
                reason(probe), reason(reference), face(probe), face(reference), stopwatch.timings());
    }

    /** Of several faces the pair that is most alike decides. */
    private Verification compare(List<Face> probes, List<Face> references, Stopwatch stopwatch) {
        var best = probes.stream()
                .flatMap(probe -> references.stream().map(reference -> new Candidate(probe, reference)))
                .max(Comparator.comparingDouble(Candidate::cosine))
                .orElseThrow();
        var cosine = best.cosine();
        return new Verification.Compared(
                calibration.similarity(cosine),
                cosine,
                best.probe().report(),
                best.reference().report(),
                stopwatch.timings());
    }

    private static @Nullable Reason reason(Extraction side) {
        return side instanceof Refused refused ? refused.reason() : null;
    }

    /** The largest, which comes last: no other side chose one. */
    private static @Nullable FaceReport face(Extraction side) {
        return side instanceof Faces found ? found.faces().getLast().report() : null;
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

    private record Candidate(Face probe, Face reference) {
        double cosine() {
            return probe.embedding().cosine(reference.embedding());
        }
    }
}
