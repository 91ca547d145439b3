package io.facematch.payload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;

/**
 * Tells messages that were made by who has the job's key from others: HMAC-SHA256 under a subkey of it, over where the sealed
 * content belongs, what the message says beside it, and the seal's tag, which stands for the content. A body or a header of
 * another message does not fit.
 */
public final class MessageProof {
    private static final byte[] PURPOSE = "facematch/v1/message".getBytes(StandardCharsets.UTF_8);

    private MessageProof() {}

    /**
     * The proof of a message.
     *
     * @param headers everything that the message says of itself, in one order for all
     * @param sealed as {@link PayloadCipher} made it
     */
    public static byte[] of(DataKey key, SealContext context, byte[] headers, byte[] sealed) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key.subkey("HmacSHA256", PURPOSE));
            mac.update(PayloadCipher.associatedData("message", context));
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(headers.length).flip());
            mac.update(headers);
            var tag = Math.min(sealed.length, PayloadCipher.TAG_BYTES);
            mac.update(sealed, sealed.length - tag, tag);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HMAC-SHA256", e);
        }
    }

    /** Whether {@code proof} is that of the message, in a time that does not tell how much of it is right. */
    public static boolean holds(DataKey key, SealContext context, byte[] headers, byte[] sealed, byte[] proof) {
        return MessageDigest.isEqual(of(key, context, headers, sealed), proof);
    }
}
