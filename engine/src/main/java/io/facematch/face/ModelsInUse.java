package io.facematch.face;

import io.facematch.card.ModelTier;
import io.facematch.face.network.ModelSelection;
import java.util.List;
import java.util.Optional;

/**
 * The models that decide, as every outcome names them.
 *
 * @param calibration id of the calibration that turns cosine into similarity
 * @param calibrationDetectors ids of the detectors that it was measured with
 * @param demonstration whether either model is of the demonstration tier, not fit to decide about people
 */
public record ModelsInUse(
        String embedder,
        String embedderSha256,
        String embedderLicence,
        String calibration,
        List<String> calibrationDetectors,
        String detector,
        String detectorSha256,
        boolean demonstration) {

    public ModelsInUse {
        calibrationDetectors = List.copyOf(calibrationDetectors);
    }

    static ModelsInUse of(ModelSelection selection) {
        var embedder = selection.embedder().card();
        var detector = selection.detector().card();
        return new ModelsInUse(
                embedder.id(),
                embedder.sha256(),
                embedder.licence(),
                selection.calibration().id(),
                selection.calibration().detectors(),
                detector.id(),
                detector.sha256(),
                embedder.tier() == ModelTier.DEMONSTRATION || detector.tier() == ModelTier.DEMONSTRATION);
    }

    /**
     * Whether a similarity stands for the false match rate it names: that was measured with one detector, or several.
     */
    public boolean calibratedWithThisDetector() {
        return calibrationDetectors.contains(detector);
    }

    /** A sentence for logs and pages when the calibration was measured with another detector. */
    public Optional<String> calibrationWarning() {
        return calibratedWithThisDetector()
                ? Optional.empty()
                : Optional.of("The similarities of " + embedder + " were calibrated with faces found by "
                        + String.join(" and ", calibrationDetectors) + ", but " + detector
                        + " finds them here: the false match rates that are stated may not hold");
    }
}
