package io.facematch.api.audit.filter;

import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.paging.Cursor;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/** A place in the results of one search. It carries a digest of the filter, since it leads nowhere in another one. */
public final class PlaceCursor {
    private static final int DIGEST_BYTES = 16;
    private static final long LATEST_SECOND =
            Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();
    private static final int BYTES = DIGEST_BYTES + Long.BYTES + Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;

    private PlaceCursor() {}

    /** @param filter what was asked for, by the names of the parameters, in an order that is always the same */
    public static String of(Map<String, String> filter, OutcomePlace place) {
        var time = place.decidedAt();
        return Cursor.of(ByteBuffer.allocate(BYTES)
                .put(digest(filter))
                .putLong(time.getEpochSecond())
                .putInt(time.getNano())
                .putLong(place.jobId().getMostSignificantBits())
                .putLong(place.jobId().getLeastSignificantBits())
                .putInt(place.pairIndex())
                .array());
    }

    /** @throws Problem for a text that is no cursor, and for the cursor of another search */
    public static OutcomePlace place(Map<String, String> filter, String cursor) {
        var bytes = Cursor.bytes(cursor, BYTES);
        var digest = new byte[DIGEST_BYTES];
        bytes.get(digest);
        if (!Arrays.equals(digest, digest(filter))) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER,
                    "cursor belongs to another search: filters and order must be those of the page before.");
        }
        var seconds = bytes.getLong();
        if (seconds < 0 || seconds > LATEST_SECOND) {
            throw Cursor.invalid(); // no time that the database knows
        }
        var decidedAt = Instant.ofEpochSecond(seconds, bytes.getInt());
        return new OutcomePlace(decidedAt, new UUID(bytes.getLong(), bytes.getLong()), bytes.getInt());
    }

    private static byte[] digest(Map<String, String> filter) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            filter.forEach((name, value) -> {
                sha256.update((name + "=" + value.length() + ":" + value + "\n").getBytes(StandardCharsets.UTF_8));
            });
            return Arrays.copyOf(sha256.digest(), DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
