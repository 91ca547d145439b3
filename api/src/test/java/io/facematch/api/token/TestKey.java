package io.facematch.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.PublicKey;

/** A key pair of an issuer. */
public record TestKey(JWK jwk) {
    public static TestKey rsa(String id) {
        try {
            return new TestKey(new RSAKeyGenerator(2048)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestKey ec(String id) {
        try {
            return new TestKey(new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isRsa() {
        return jwk.getAlgorithm().equals(JWSAlgorithm.RS256);
    }

    public JWK publicJwk() {
        return jwk.toPublicJWK();
    }

    PublicKey publicKey() throws JOSEException {
        return isRsa() ? jwk.toRSAKey().toPublicKey() : jwk.toECKey().toPublicKey();
    }

    String publicPem() throws JOSEException {
        return Pem.encode(Pem.PUBLIC_KEY, publicKey().getEncoded());
    }

    /** The usual header: its algorithm and its id. */
    JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.parse(jwk.getAlgorithm().getName())).keyID(jwk.getKeyID());
    }

    public String sign(JWTClaimsSet claims) {
        return sign(header().build(), claims);
    }

    String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer());
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWSSigner signer() throws JOSEException {
        return isRsa() ? new RSASSASigner(jwk.toRSAKey()) : new ECDSASigner(jwk.toECKey());
    }
}
