package io.facematch.api.outcome;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.facematch.job.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pair with its outcome, if it has one.
 *
 * @param names null when the pair has none, and when they are forgotten
 * @param outcome empty while the pair waits, and for good when its job was cancelled or expired before
 */
public record StoredOutcome(int index, @Nullable Names names, Optional<Outcome> outcome) {

    /** What the client called the pair: the stem, and the paths of the two images in the archive. */
    public record Names(@JsonProperty("pair_id") String stem, String image1Path, String image2Path) {
        private static final String ERASED = "(erased)";
        private static final String NOT_READABLE = "(name not readable)";

        /** Of a pair whose subject was erased: the database has none in place of its names. */
        static Names erased(int index) {
            return new Names("(erased " + (index + 1) + ")", ERASED, ERASED);
        }

        /** Of a pair whose names were changed in the database, so that their key does not open them. */
        static Names notOpened(int index) {
            return new Names("(name not readable " + (index + 1) + ")", NOT_READABLE, NOT_READABLE);
        }

        @Override
        public String toString() {
            return "Names[withheld]";
        }
    }
}
