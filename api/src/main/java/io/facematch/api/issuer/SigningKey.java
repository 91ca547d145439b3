package io.facematch.api.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.facematch.api.security.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;

/** The issuer's private key, the algorithm that fits it, and its public half, which is named by its thumbprint. */
public final class SigningKey {
    private static final int MIN_RSA_BITS = 2048;

    private final JWK publicKey;
    private final JWSSigner signer;

    private SigningKey(JWK publicKey, JWSSigner signer) {
        this.publicKey = publicKey;
        this.signer = signer;
    }

    /**
     * Reads an RSA or P-256 private key in PEM (PKCS #8).
     *
     * @throws UnusableSigningKey if it is not there, not such a key, or readable by everybody
     */
    public static SigningKey load(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new UnusableSigningKey("everybody on this machine may read " + file + " (chmod 600 it)");
            }
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1), "the file " + file + " holds");
        } catch (IOException e) {
            throw new UnusableSigningKey("the file " + file + " can't be read");
        }
    }

    static SigningKey parse(String pem) {
        return parse(pem, "FACEMATCH_ISSUER_PRIVATE_KEY holds");
    }

    private static SigningKey parse(String pem, String whatHolds) {
        try {
            return of(decode(Pem.decode(Pem.PRIVATE_KEY, pem)));
        } catch (GeneralSecurityException | JOSEException | IllegalArgumentException e) {
            // Without the cause, which might quote the key.
            throw new UnusableSigningKey(whatHolds + " no RSA private key of " + MIN_RSA_BITS
                    + " bits or more and no P-256 private key in PEM (-----BEGIN PRIVATE KEY-----)");
        }
    }

    private static PrivateKey decode(byte[] encoded) throws GeneralSecurityException {
        var specification = new PKCS8EncodedKeySpec(encoded);
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(specification);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance("EC").generatePrivate(specification);
        }
    }

    private static SigningKey of(PrivateKey key) throws GeneralSecurityException, JOSEException {
        if (key instanceof RSAPrivateCrtKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
            return rsa(rsa);
        }
        if (key instanceof ECPrivateKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
            return ec(ec);
        }
        throw new IllegalArgumentException("another kind of key");
    }

    private static SigningKey rsa(RSAPrivateCrtKey key) throws GeneralSecurityException, JOSEException {
        var publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        return new SigningKey(
                new RSAKey.Builder(publicKey)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint()
                        .build(),
                new RSASSASigner(key));
    }

    private static SigningKey ec(ECPrivateKey key) throws GeneralSecurityException, JOSEException {
        var publicKey = (ECPublicKey) PublicPoint.of(key);
        return new SigningKey(
                new ECKey.Builder(Curve.P_256, publicKey)
                        .algorithm(JWSAlgorithm.ES256)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint()
                        .build(),
                new ECDSASigner(key));
    }

    /** With its id, its use and its algorithm. */
    public JWK publicKey() {
        return publicKey;
    }

    JWSAlgorithm algorithm() {
        return JWSAlgorithm.parse(publicKey.getAlgorithm().getName());
    }

    JWSSigner signer() {
        return signer;
    }

    /** Why tokens can't be signed. */
    public static final class UnusableSigningKey extends IllegalStateException {
        UnusableSigningKey(String message) {
            super("The key that signs tokens can't be used: " + message);
        }
    }
}
