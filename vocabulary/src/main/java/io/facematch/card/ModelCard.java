package io.facematch.card;

import io.facematch.verification.OperatingPoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything we know about a model file, and the only way to use it.
 *
 * @param id stable name, used for pinning and in outcomes
 * @param summary one sentence for the person who chooses a model
 * @param sha256 of the file, lower-case hex
 * @param sources where the file can be had, the first one to try first; empty when it is nowhere public
 * @param publisher who published it under this licence
 * @param licence SPDX identifier or name
 * @param restrictions what the licence or the training data forbid or leave open
 * @param researchOnly whether its use needs an explicit acknowledgement
 * @param preference among detectors that are present the highest is used
 * @param detector null unless it is one
 * @param embedder null unless it is one
 * @param calibrations of an embedder; empty until it is measured, and until then it can't be used
 */
public record ModelCard(
        String id,
        ModelTask task,
        ModelTier tier,
        String summary,
        String file,
        String sha256,
        long bytes,
        List<ModelSource> sources,
        String publisher,
        String licence,
        String restrictions,
        boolean researchOnly,
        String trainingData,
        int preference,
        @Nullable DetectorContract detector,
        @Nullable EmbedderContract embedder,
        List<Calibration> calibrations) {

    public ModelCard {
        sources = List.copyOf(sources);
        calibrations = List.copyOf(calibrations);
        if ((task == ModelTask.DETECTOR) != (detector != null) || (task == ModelTask.EMBEDDER) != (embedder != null)) {
            throw new IllegalArgumentException("card " + id + " does not have the contract of its task");
        }
        for (var source : sources) {
            if (source.converter() == null && !source.sha256().equals(sha256)) {
                throw new IllegalArgumentException("card " + id + " has another file than its source " + source.url());
            }
        }
    }

    public DetectorContract detectorContract() {
        if (detector == null) {
            throw new IllegalStateException(id + " is no detector");
        }
        return detector;
    }

    public EmbedderContract embedderContract() {
        if (embedder == null) {
            throw new IllegalStateException(id + " is no embedder");
        }
        return embedder;
    }

    /** The same card with other calibrations. */
    public ModelCard with(List<Calibration> others) {
        return new ModelCard(
                id,
                task,
                tier,
                summary,
                file,
                sha256,
                bytes,
                sources,
                publisher,
                licence,
                restrictions,
                researchOnly,
                trainingData,
                preference,
                detector,
                embedder,
                others);
    }

    /** The calibration measured with this detector, else the first. */
    public Optional<Calibration> calibrationWith(String detectorId) {
        return calibrations.stream()
                .filter(calibration -> calibration.detectors().contains(detectorId))
                .findFirst()
                .or(() -> calibrations.stream().findFirst());
    }

    /** Share of genuine comparisons that pass at the FMR of the default operating point, in [0, 1]; 0 when it was never measured. */
    public double genuinePassing() {
        return calibrations.stream()
                .flatMap(calibration -> calibration.at(OperatingPoint.DEFAULT.falseMatchRate()).stream())
                .mapToDouble(point -> 1 - point.falseNonMatchRate())
                .max()
                .orElse(0);
    }
}
