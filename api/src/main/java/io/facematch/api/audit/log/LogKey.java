package io.facematch.api.audit.log;

import io.facematch.api.audit.log.LogSettings.UnusableLogKey;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A secret of 32 random bytes that signs the logs, with Ed25519 and with ML-DSA-44. Both keys are derived from it
 * (HKDF-SHA256, RFC 5869), so one line is all that has to be kept. Safe for use by many threads.
 */
public final class LogKey {
    private static final int BYTES = 32;

    private final String text;
    private final KeyPair ed25519;
    private final KeyPair mlDsa44;

    private LogKey(String text, byte[] secret) throws GeneralSecurityException {
        this.text = text;
        this.ed25519 = pair(NamedParameterSpec.ED25519, seed(secret, "facematch/v1/audit-log/Ed25519"));
        this.mlDsa44 = pair(NamedParameterSpec.ML_DSA_44, seed(secret, "facematch/v1/audit-log/ML-DSA-44"));
    }

    /** @throws UnusableLogKey if these are not 32 bytes in Base64 */
    public static LogKey ofBase64(String text) {
        try {
            var secret = Base64.getDecoder().decode(text);
            if (secret.length == BYTES) {
                return new LogKey(text, secret);
            }
        } catch (IllegalArgumentException e) {
            // Refused below, without a word of what it is.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks Ed25519, ML-DSA-44 or HKDF-SHA256", e);
        }
        throw new UnusableLogKey("each key is 32 random bytes in Base64 (make one with: openssl rand -base64 32)");
    }

    /** Tells the key from others, and nothing of the secret: 16 characters of the SHA-256 of the Ed25519 key. */
    public String id() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha256.digest(ed25519.getPublic().getEncoded()))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether the key is the one that this line stands for. */
    boolean is(String line) {
        return text.equals(line);
    }

    /**
     * Both keys, under the name of one log.
     *
     * @param origin the log's name, which its keys bear, too
     */
    List<NoteSigner> signers(String origin, InstantSource time) {
        return List.of(
                new NoteSigner(origin, SignatureType.ED25519, ed25519, time),
                new NoteSigner(origin, SignatureType.ML_DSA_44, mlDsa44, time));
    }

    /**
     * What those who verify a log are told: of Ed25519, then of ML-DSA-44.
     *
     * @param origin the log's name
     */
    public List<VerifierKey> verifiers(String origin) {
        return signers(origin, InstantSource.system()).stream()
                .map(NoteSigner::verifier)
                .toList();
    }

    private static byte[] seed(byte[] secret, String info) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addIKM(secret)
                        .thenExpand(info.getBytes(StandardCharsets.UTF_8), BYTES));
    }

    /**
     * The pair that belongs to a seed (RFC 8032, 5.1.5; FIPS 204, algorithm 6). The JDK makes pairs from random numbers
     * only, and of these it takes exactly the seed.
     */
    static KeyPair pair(NamedParameterSpec algorithm, byte[] seed) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm.getName());
        generator.initialize(algorithm, new Seed(seed));
        return generator.generateKeyPair();
    }

    @Override
    public String toString() {
        return "LogKey[32 bytes]";
    }

    /** Gives out the seed, once. */
    private static final class Seed extends SecureRandom {
        private final transient byte[] seed;
        private boolean given;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (given || bytes.length != seed.length) {
                throw new IllegalStateException("this JDK makes keys in another way");
            }
            given = true;
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
