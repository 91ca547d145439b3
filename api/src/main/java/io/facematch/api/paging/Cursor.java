package io.facematch.api.paging;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** A place in a list, as text that clients send back unread. */
public final class Cursor {
    private Cursor() {}

    public static String of(UUID id) {
        var bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return encode(bytes.array());
    }

    public static String of(int index) {
        return encode(ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
    }

    /** Of a list whose places have a form of their own. */
    public static String of(byte[] place) {
        return encode(place);
    }

    public static UUID uuid(String cursor) {
        var bytes = decode(cursor, 2 * Long.BYTES);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    public static int index(String cursor) {
        return decode(cursor, Integer.BYTES).getInt();
    }

    /**
     * Of a list whose places have a form of their own.
     *
     * @param length that a place has
     * @throws Problem for a text that is no such place
     */
    public static ByteBuffer bytes(String cursor, int length) {
        return decode(cursor, length);
    }

    /** The answer to a text that is no place of this list. */
    public static Problem invalid() {
        return new Problem(
                ProblemCode.INVALID_PARAMETER,
                "cursor is not from this list: send next_cursor of the page before, unchanged.");
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ByteBuffer decode(String cursor, int length) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == length) {
                return ByteBuffer.wrap(bytes);
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like every other text that is not a cursor.
        }
        throw invalid();
    }
}
