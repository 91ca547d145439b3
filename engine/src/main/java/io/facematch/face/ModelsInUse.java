package io.facematch.face;

import io.facematch.card.Calibration;
import io.facematch.card.ModelTier;
import io.facematch.card.folder.KnownModel;
import io.facematch.face.network.ModelSelection;
import io.facematch.verification.OperatingPoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models that decide, as every outcome names them.
 *
 * @param deciding turns its cosines into similarities
 */
public record ModelsInUse(KnownModel embedderModel, KnownModel detectorModel, Calibration deciding) {

    static ModelsInUse of(ModelSelection selection) {
        return new ModelsInUse(
                selection.embedder().model(), selection.detector().model(), selection.calibration());
    }

    public String embedder() {
        return embedderModel.id();
    }

    public String embedderSha256() {
        return embedderModel.card().sha256();
    }

    public String embedderLicence() {
        return embedderModel.card().licence();
    }

    public String detector() {
        return detectorModel.id();
    }

    public String detectorSha256() {
        return detectorModel.card().sha256();
    }

    public String calibration() {
        return deciding.id();
    }

    /** Whether either model is of the demonstration tier, not fit to decide about people. */
    public boolean demonstration() {
        return !demonstrationModels().isEmpty();
    }

    /** Ids of those of the demonstration tier, the embedder first. */
    public List<String> demonstrationModels() {
        return Stream.of(embedderModel, detectorModel)
                .filter(model -> model.card().tier() == ModelTier.DEMONSTRATION)
                .map(KnownModel::id)
                .toList();
    }

    /**
     * Whether a similarity stands for the false match rate it names: that was measured with one detector, or several.
     */
    public boolean calibratedWithThisDetector() {
        return deciding.detectors().contains(detector());
    }

    /** Sentences for logs about what a calibration lacks for these models; none when nothing does. */
    public List<String> calibrationWarnings() {
        return Stream.of(otherDetector(), unmeasuredPoints())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> otherDetector() {
        return calibratedWithThisDetector()
                ? Optional.empty()
                : Optional.of("The similarities of " + embedder() + " were calibrated with faces found by "
                        + String.join(" and ", deciding.detectors()) + ", but " + detector()
                        + " finds them here: the false match rates that are stated may not hold. Choose the detector of"
                        + " the calibration, or calibrate this pair of models");
    }

    private Optional<String> unmeasuredPoints() {
        var unmeasured = Stream.of(OperatingPoint.values())
                .filter(point -> deciding.at(point.falseMatchRate()).isEmpty())
                .map(OperatingPoint::code)
                .collect(Collectors.joining(", "));
        return unmeasured.isEmpty()
                ? Optional.empty()
                : Optional.of("The calibration " + calibration() + " was measured with too few people to give the"
                        + " threshold of " + unmeasured + ": its false match rate is not known. Calibrate with more");
    }
}
