package io.facematch.api.issuer;

import com.google.crypto.tink.internal.EllipticCurvesUtil;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.facematch.start.UnusableSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.text.ParseException;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/** The issuer's private key with the algorithm that fits it. Its id is the thumbprint of its public half. */
public final class SigningKey {
    /** As strong as 128 bits. Of issuers elsewhere 2048 bits are taken, since most of them have no more. */
    private static final int MIN_RSA_BITS = 3072;

    private final JWK key;

    private SigningKey(JWK key) {
        this.key = key;
    }

    /** @throws UnusableSigningKey if it can't be read, or every user can read it */
    static String text(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new UnusableSigningKey("everybody on this machine may read " + file + " (chmod 600 it)");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    static UnusableSigningKey unreadable(Path file) {
        return new UnusableSigningKey("the file " + file + " can't be read");
    }

    /**
     * An RSA or P-256 private key as a JWK or in PEM (PKCS #8).
     *
     * @param file that it is from
     * @throws UnusableSigningKey if it is not such a key
     */
    static SigningKey parse(String text, Path file) {
        return parse(text, "the file " + file + " holds");
    }

    static SigningKey parse(String text) {
        return parse(text, "FACEMATCH_ISSUER_PRIVATE_KEY holds");
    }

    /** A new P-256 key in PEM; an RSA key would take seconds to make. */
    public static String generate() {
        try {
            var key = new ECKeyGenerator(Curve.P_256).generate().toPrivateKey().getEncoded();
            var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    private static SigningKey parse(String text, String whatHolds) {
        try {
            return of(text.isBlank() ? null : privateKey(text.strip()));
        } catch (GeneralSecurityException
                | JOSEException
                | ParseException
                | IllegalArgumentException
                | IllegalStateException e) {
            // Without the cause, which might quote the key.
            throw new UnusableSigningKey(whatHolds + " no RSA private key of " + MIN_RSA_BITS
                    + " bits or more and no P-256 private key, in PEM (-----BEGIN PRIVATE KEY-----) or as a JWK");
        }
    }

    private static @Nullable PrivateKey privateKey(String text) throws ParseException, JOSEException {
        if (text.startsWith("{")) {
            return JWK.parse(text) instanceof AsymmetricJWK jwk ? jwk.toPrivateKey() : null;
        }
        return PemContent.of(text).getPrivateKey();
    }

    private static SigningKey of(@Nullable PrivateKey key) throws GeneralSecurityException, JOSEException {
        if (key instanceof RSAPrivateCrtKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
            return new SigningKey(
                    new RSAKey.Builder(Base64URL.encode(rsa.getModulus()), Base64URL.encode(rsa.getPublicExponent()))
                            .privateKey(rsa)
                            .algorithm(JWSAlgorithm.RS256)
                            .keyUse(KeyUse.SIGNATURE)
                            .keyIDFromThumbprint()
                            .build());
        }
        if (key instanceof ECPrivateKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
            // PEM may lack the public half.
            var point = EllipticCurvesUtil.multiplyByGenerator(ec.getS(), ec.getParams());
            var bits = ec.getParams().getCurve().getField().getFieldSize();
            return new SigningKey(new ECKey.Builder(
                            Curve.P_256,
                            ECKey.encodeCoordinate(bits, point.getAffineX()),
                            ECKey.encodeCoordinate(bits, point.getAffineY()))
                    .privateKey(ec)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint()
                    .build());
        }
        throw new IllegalArgumentException("another kind of key");
    }

    /** With its id, its use and its algorithm. */
    public JWK publicKey() {
        return Objects.requireNonNull(key.toPublicJWK(), "such keys have a public half");
    }

    /** Both halves. */
    JWK key() {
        return key;
    }

    SignatureAlgorithm algorithm() {
        return Objects.requireNonNull(SignatureAlgorithm.from(key.getAlgorithm().getName()), "RS256 or ES256");
    }

    @Override
    public String toString() {
        return "SigningKey[" + key.getKeyID() + "]";
    }

    /** Why tokens can't be signed. */
    public static final class UnusableSigningKey extends UnusableSetting {
        UnusableSigningKey(String message) {
            super("The key that signs tokens can't be used: " + message);
        }
    }
}
