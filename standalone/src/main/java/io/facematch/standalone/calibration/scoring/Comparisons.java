package io.facematch.standalone.calibration.scoring;

import io.facematch.face.FaceEngine;
import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.data.LabelledArchive;
import io.facematch.standalone.calibration.data.PeopleFolder;
import io.facematch.standalone.calibration.decision.Limit;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.difference.ModelDifference;
import java.util.List;
import java.util.OptionalInt;

/** The faces of a data set as a model sees them, and all the comparisons that the data set asks for. */
public sealed interface Comparisons extends AutoCloseable permits FolderComparisons, ArchiveComparisons {

    /**
     * Looks at every photo.
     *
     * @throws io.facematch.standalone.calibration.data.UnusableData if a photo can't be read
     */
    static Comparisons of(DataSet data, FaceEngine engine, int threads, Progress progress) {
        return switch (data) {
            case PeopleFolder folder -> FolderComparisons.enrol(folder, engine, threads, progress);
            case LabelledArchive archive -> ArchiveComparisons.compare(archive, engine, threads, progress);
        };
    }

    /** @throws io.facematch.standalone.calibration.data.UnusableData if too few could be compared */
    Evidence evidence();

    /** Those with a photo that could be compared; empty where the data do not say who is on a photo. */
    OptionalInt people();

    /** In the order of the thresholds. */
    List<LimitErrors> errorsAt(List<Limit> limits);

    /**
     * Against another model, on the pairs that both could compare.
     *
     * @param others of the same data
     * @param limits thresholds of this model
     * @param othersLimits those of the other one for the same operating points
     * @throws io.facematch.standalone.calibration.data.UnusableData if there are too many or too few such pairs
     */
    ModelDifference differenceTo(Comparisons others, List<Limit> limits, List<Limit> othersLimits);

    /** Wipes the embeddings. */
    @Override
    void close();
}
