package io.facematch.face;

import io.facematch.card.ModelTier;
import io.facematch.face.network.ModelSelection;

/**
 * Which models decide; belongs into every outcome.
 *
 * @param calibration id of the calibration that turns cosine into similarity
 * @param calibratedWithThisDetector false when the calibration was measured with another detector
 * @param demonstration whether either model is of the demonstration tier: its decisions are not fit for people
 */
public record ModelsInUse(
        String embedder,
        String embedderSha256,
        String embedderLicence,
        String embedderRestrictions,
        String calibration,
        boolean calibratedWithThisDetector,
        String detector,
        String detectorSha256,
        boolean demonstration) {

    static ModelsInUse of(ModelSelection selection) {
        var embedder = selection.embedder().card();
        var detector = selection.detector().card();
        return new ModelsInUse(
                embedder.id(),
                embedder.sha256(),
                embedder.licence(),
                embedder.restrictions(),
                selection.calibration().id(),
                selection.calibration().detectors().contains(detector.id()),
                detector.id(),
                detector.sha256(),
                embedder.tier() == ModelTier.DEMONSTRATION || detector.tier() == ModelTier.DEMONSTRATION);
    }
}
