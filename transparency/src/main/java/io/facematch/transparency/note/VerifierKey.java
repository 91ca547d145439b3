package io.facematch.transparency.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;

/**
 * A public key with its name, as it is told to those who verify: {@code name+id+base64(type and key)}, which Go calls
 * a vkey and {@link #toString} writes. Immutable, for any number of threads.
 */
public record VerifierKey(String name, SignatureType type, PublicKey key) {
    private static final int HEX_DIGITS = 8;

    public VerifierKey {
        if (!NoteText.isKeyName(name)) {
            throw new IllegalArgumentException(
                    "The name of a key is empty or has a space, a plus or a control character");
        }
        type.raw(key);
    }

    /**
     * Reads a verifier key of a type that is understood here, to the letter.
     *
     * @throws RefusedNote if it is malformed, of another type, or its id isn't that of its key
     */
    public static VerifierKey parse(String text) throws RefusedNote {
        if (text.length() > NoteText.MOST_BYTES) {
            throw new RefusedNote(RefusedNote.Reason.TOO_LARGE, "Longer than any verifier key");
        }
        var parts = text.split("\\+", 3);
        if (parts.length < 3 || !NoteText.isKeyName(parts[0]) || parts[1].length() != HEX_DIGITS) {
            throw RefusedNote.malformed(
                    "A verifier key is a name, an id of eight digits and a key, joined by plus signs");
        }
        var bytes = NoteText.base64(parts[2]).orElse(new byte[0]);
        if (bytes.length == 0) {
            throw RefusedNote.malformed("The key of a verifier key isn't base64");
        }
        var type = SignatureType.of(bytes[0])
                .orElseThrow(() -> RefusedNote.malformed("A verifier key of a type that isn't known here"));
        var raw = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, raw, 0, raw.length);
        var key = type.key(raw)
                .orElseThrow(
                        () -> RefusedNote.malformed("The key of a verifier key isn't one for " + type.algorithm()));
        var verifier = new VerifierKey(parts[0], type, key);
        if (!verifier.toString().equals(text)) {
            throw RefusedNote.malformed("The id of a verifier key isn't that of its name and key");
        }
        return verifier;
    }

    /** The first four bytes of {@code SHA-256(name, newline, type, key)}, the first one highest. */
    public int keyId() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(type.id());
            return ByteBuffer.wrap(digest.digest(type.raw(key))).getInt();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Whether the signature says that it is by this key. */
    boolean claims(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId() == keyId();
    }

    /** Whether it is. */
    boolean verifies(String text, NoteSignature signature) {
        if (signature.bytes().length != type.signatureLength()) {
            return false;
        }
        try {
            var rest = ByteBuffer.wrap(signature.bytes());
            var message = SignedMessage.of(type, name, text, rest);
            var verifier = Signature.getInstance(type.algorithm());
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature.bytes(), rest.position(), rest.remaining());
        } catch (RefusedNote | GeneralSecurityException forged) {
            return false;
        }
    }

    @Override
    public String toString() {
        var raw = type.raw(key);
        var typed = ByteBuffer.allocate(1 + raw.length).put(type.id()).put(raw).array();
        return "%s+%08x+%s".formatted(name, keyId(), NoteText.base64(typed));
    }
}
