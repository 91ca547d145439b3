package io.facematch.api.audit.report.repeats;

import io.facematch.api.audit.OutcomeId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;

/**
 * What was compared more than once.
 *
 * @param digest keyed, of a subject or a photo
 * @param attempts within the period
 * @param latest outcome
 */
@SuppressWarnings("ArrayRecordComponent") // read once and written out, never compared
record Repeat(
        byte[] digest,
        long attempts,
        long match,
        long nonMatch,
        long notCompared,
        Instant firstAt,
        Instant lastAt,
        OutcomeId latest) {
    /** The most attempts first, and of equally many the one that was there last. */
    static final Comparator<Repeat> ORDER = Comparator.comparingLong(Repeat::attempts)
            .thenComparing(Repeat::lastAt)
            .reversed()
            .thenComparing(Repeat::digest, Arrays::compareUnsigned);

    @Override
    public String toString() {
        return "Repeat[" + attempts + "]";
    }
}
