package io.facematch.transparency.note;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The kinds of signature on a note that are understood, with their byte in key ids and verifier keys. */
public enum SignatureType {
    /** Over the text of the note itself (C2SP signed-note). */
    ED25519(0x01, "Ed25519", "302a300506032b6570032100", 32, 64),

    /**
     * Over origin, size, root and a time (C2SP tlog-cosignature): so only for checkpoints, and their extension lines are
     * not covered. Holds where a quantum computer breaks the other.
     */
    ML_DSA_44(0x06, "ML-DSA-44", "30820532300b06096086480165030403110382052100", 1312, Long.BYTES + 2420);

    private final byte id;
    private final String algorithm;
    private final String encodingPrefix;
    private final int keyLength;
    private final int signatureLength;

    SignatureType(int id, String algorithm, String encodingPrefix, int keyLength, int signatureLength) {
        this.id = (byte) id;
        this.algorithm = algorithm;
        this.encodingPrefix = encodingPrefix;
        this.keyLength = keyLength;
        this.signatureLength = signatureLength;
    }

    /** The name of the algorithm for {@code KeyPairGenerator} and {@code Signature} of the JDK. */
    public String algorithm() {
        return algorithm;
    }

    byte id() {
        return id;
    }

    /** Bytes behind the key id: for ML-DSA-44 with the time in front. */
    int signatureLength() {
        return signatureLength;
    }

    static Optional<SignatureType> of(byte id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }

    /** The key as its algorithm defines it, out of the JDK's encoding, which puts a fixed prefix before it. */
    byte[] raw(PublicKey key) {
        var encoded = key.getEncoded();
        var prefix = HexFormat.of().parseHex(encodingPrefix);
        if (encoded.length != prefix.length + keyLength
                || !Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length)) {
            throw new IllegalArgumentException("Not a public key for " + algorithm);
        }
        return Arrays.copyOfRange(encoded, prefix.length, encoded.length);
    }

    Optional<PublicKey> key(byte[] raw) {
        if (raw.length != keyLength) {
            return Optional.empty();
        }
        var encoded = HexFormat.of().parseHex(encodingPrefix + HexFormat.of().formatHex(raw));
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException noSuchKey) {
            return Optional.empty();
        }
    }
}
