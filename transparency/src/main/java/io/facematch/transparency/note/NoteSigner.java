package io.facematch.transparency.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.InstantSource;

/** A private key with its name. For any number of threads. */
public final class NoteSigner {
    private final VerifierKey verifier;
    private final PrivateKey key;
    private final InstantSource time;

    /**
     * Names a pair of keys of the JDK.
     *
     * @param name of the key: for a log, its origin; up to 255 bytes of UTF-8
     * @param time that an ML-DSA-44 signature states, in whole seconds; Ed25519 states none
     * @throws IllegalArgumentException if the keys aren't of this type, or the name can't be one
     */
    public NoteSigner(String name, SignatureType type, KeyPair keys, InstantSource time) {
        this.verifier = new VerifierKey(name, type, keys.getPublic());
        this.key = keys.getPrivate();
        this.time = time;
    }

    /** What those who verify are told. */
    public VerifierKey verifier() {
        return verifier;
    }

    /**
     * Signs a text that ends in a newline.
     *
     * @throws IllegalArgumentException for ML-DSA-44, if the text isn't a checkpoint, or one with extension lines,
     *     which that signature would not cover
     */
    public NoteSignature sign(String text) {
        return new NoteSignature(
                verifier.name(),
                verifier.keyId(),
                switch (verifier.type()) {
                    case ED25519 -> signature(text.getBytes(StandardCharsets.UTF_8));
                    case ML_DSA_44 -> cosignature(text);
                });
    }

    private byte[] cosignature(String text) {
        long seconds = time.instant().getEpochSecond();
        try {
            var checkpoint = Checkpoint.parse(text);
            if (!checkpoint.extensions().isEmpty()) {
                throw new IllegalArgumentException("ML-DSA-44 does not cover the extension lines of a checkpoint");
            }
            var signature = signature(SignedMessage.cosigned(verifier.name(), checkpoint, seconds));
            return ByteBuffer.allocate(Long.BYTES + signature.length)
                    .putLong(seconds)
                    .put(signature)
                    .array();
        } catch (RefusedNote notACheckpoint) {
            throw new IllegalArgumentException("ML-DSA-44 signs checkpoints only", notACheckpoint);
        }
    }

    private byte[] signature(byte[] message) {
        try {
            var signer = Signature.getInstance(verifier.type().algorithm());
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException noSuchKey) {
            throw new IllegalArgumentException("The private key can't sign", noSuchKey);
        }
    }
}
