package io.facematch.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Bearer tokens as an issuer that the API trusts would sign them. */
final class Tokens {
    static final KeyPair TRUSTED = keys();

    private Tokens() {}

    /** For singles and archives. */
    static String of(String tenant) {
        return of(tenant, "facematch.compare facematch.bulk");
    }

    /** For the vendors' routes, too. */
    static String external(String tenant) {
        return signed(claims(tenant).claim("services", "External").build());
    }

    static String of(String tenant, String scopes) {
        return signed(claims(tenant).claim("scope", scopes).build());
    }

    /** Of one of several clients of a tenant. */
    static String of(String tenant, String client, String scopes) {
        return signed(claims(tenant)
                .claim("azp", client)
                .claim("scope", scopes)
                .claim("services", "External")
                .build());
    }

    /** As an application has it from the vendors' token route. */
    static String forVendors(String tenant, String client) {
        return signed(claims(tenant)
                .claim("azp", client)
                .claim("services", "External")
                .build());
    }

    /** All that a token needs, for a test to spoil. */
    static JWTClaimsSet.Builder claims(String tenant) {
        return new JWTClaimsSet.Builder()
                .subject("client-of-" + tenant)
                .audience("facematch")
                .claim("tenant", tenant)
                .claim("scope", "facematch.compare facematch.bulk")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    static String signed(JWTClaimsSet claims) {
        return signed(new JWSHeader(JWSAlgorithm.RS256), claims, TRUSTED);
    }

    static String signed(JWSHeader header, JWTClaimsSet claims, KeyPair keys) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(keys.getPrivate()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a token can't be signed", e);
        }
    }

    static KeyPair keys() {
        return keys(2048);
    }

    static KeyPair keys(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String publicKeyPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(TRUSTED.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    static Path publicKeyFile(Path folder) {
        try {
            return Files.writeString(folder.resolve("issuer.pem"), publicKeyPem());
        } catch (IOException e) {
            throw new IllegalStateException("the public key can't be written", e);
        }
    }
}
