package io.facematch.standalone.explanation;

import io.facematch.face.ModelsInUse;
import io.facematch.face.PairTrace;
import io.facematch.face.Verification;
import io.facematch.face.Verification.Compared;
import io.facematch.face.Verification.NotCompared;
import io.facematch.face.trace.PhotoTrace;
import io.facematch.job.Outcome;
import io.facematch.verification.OperatingPoint;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is explained: one photo, or a pair and its decision.
 *
 * @param pair null when there is one photo
 */
record Explanation(List<PhotoTrace> photos, @Nullable PairTrace pair, ModelsInUse models, OperatingPoint point) {

    static Explanation of(PhotoTrace photo, ModelsInUse models, OperatingPoint point) {
        return new Explanation(List.of(photo), null, models, point);
    }

    static Explanation of(PairTrace pair, ModelsInUse models, OperatingPoint point) {
        return new Explanation(List.of(pair.probe(), pair.reference()), pair, models, point);
    }

    /** The photos have no other names here: those of their files may tell who is on them. */
    String nameOf(int photo) {
        return photos.size() == 1 ? "Photo" : "Photo " + (photo + 1);
    }

    /** For the terminal: each photo, then the decision. */
    List<String> inShort() {
        var lines = IntStream.range(0, photos.size())
                .mapToObj(photo -> nameOf(photo) + ": " + Words.resultOf(photos.get(photo)));
        return Stream.concat(lines, pair == null ? Stream.empty() : Stream.of(decisionOn(pair.verification())))
                .toList();
    }

    private String decisionOn(Verification verification) {
        return switch (verification) {
            case Compared compared ->
                Words.decisionOn(compared, point) + ": similarity " + Words.similarity(compared, point) + ", threshold "
                        + Words.decimals(point.threshold(), 2) + " (" + point.code() + ")";
            case NotCompared not ->
                "Not compared: "
                        + new Outcome.NotCompared(not.probe(), not.reference())
                                .status()
                                .code();
        };
    }
}
