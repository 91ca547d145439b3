package io.facematch.transparency.note;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;

/** New keys, and a clock that stands still. */
final class TestSigners {
    static final String ORIGIN = "log.example/audit";
    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private TestSigners() {}

    static NoteSigner ed25519() {
        return signer(ORIGIN, SignatureType.ED25519);
    }

    static NoteSigner mlDsa44() {
        return signer(ORIGIN, SignatureType.ML_DSA_44);
    }

    static NoteSigner signer(String name, SignatureType type) {
        try {
            var keys = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
            return new NoteSigner(name, type, keys, InstantSource.fixed(NOW));
        } catch (NoSuchAlgorithmException notInThisJava) {
            throw new IllegalStateException(notInThisJava);
        }
    }
}
