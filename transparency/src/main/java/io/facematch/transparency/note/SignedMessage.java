package io.facematch.transparency.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes that a signature of each type is made over. */
final class SignedMessage {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NAME = 255;

    private SignedMessage() {}

    /** Reads what the signature carries of its message, and leaves the signature proper behind. */
    static byte[] of(SignatureType type, String name, String text, ByteBuffer signature) throws RefusedNote {
        return switch (type) {
            case ED25519 -> text.getBytes(StandardCharsets.UTF_8);
            case ML_DSA_44 -> cosigned(name, Checkpoint.parse(text), signature.getLong());
        };
    }

    /**
     * The {@code cosigned_message} of C2SP tlog-cosignature, for the whole tree of a checkpoint.
     *
     * @param seconds since 1970, or 0
     */
    static byte[] cosigned(String name, Checkpoint checkpoint, long seconds) throws RefusedNote {
        var cosigner = name.getBytes(StandardCharsets.UTF_8);
        var origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
        if (cosigner.length > LONGEST_NAME || origin.length > LONGEST_NAME || seconds < 0) {
            throw RefusedNote.malformed(
                    "For this type of signature, a name or origin is too long or the time too large");
        }
        return ByteBuffer.allocate(LABEL.length + 2 + cosigner.length + origin.length + 3 * Long.BYTES + 32)
                .put(LABEL)
                .put((byte) cosigner.length)
                .put(cosigner)
                .putLong(seconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.head().size())
                .put(checkpoint.head().root().bytes())
                .array();
    }
}
