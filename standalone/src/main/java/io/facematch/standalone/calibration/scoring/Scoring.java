package io.facematch.standalone.calibration.scoring;

import io.facematch.face.FaceEngine;
import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.data.LabelledArchive;
import io.facematch.standalone.calibration.data.PeopleFolder;

/** Looks at every photo of a data set and scores every pair. */
public final class Scoring {
    private Scoring() {}

    /** @throws io.facematch.standalone.calibration.data.UnusableData if a photo can't be read, or too few could be compared */
    public static Evidence score(DataSet data, FaceEngine engine, int threads, Progress progress) {
        return switch (data) {
            case PeopleFolder folder -> new FolderScoring(folder.photos(), threads, progress).score(engine);
            case LabelledArchive archive ->
                new ArchiveScoring(archive.archive(), archive.pairs(), threads, progress).score(engine);
        };
    }
}
