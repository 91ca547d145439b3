package io.facematch.standalone;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;

/** Issues tokens for the API of this folder: RS256 under a key pair made at the first start. */
final class LocalIssuer {
    static final Duration LIFETIME = Duration.ofHours(24);
    static final List<String> ALL_SCOPES = List.of("facematch.compare", "facematch.bulk");
    private static final String AUDIENCE = "facematch";
    private static final int KEY_BITS = 3072;

    private final PrivateKey key;
    private final Path publicKeyFile;

    private LocalIssuer(PrivateKey key, Path publicKeyFile) {
        this.key = key;
        this.publicKeyFile = publicKeyFile;
    }

    static LocalIssuer open(Path privateFile, Path publicFile) throws IOException {
        try {
            // The private key is written last: with it, the pair is complete.
            if (!Files.exists(privateFile)) {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(KEY_BITS);
                var pair = generator.generateKeyPair();
                Home.writeOnce(publicFile, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
                Home.writeOnce(privateFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            }
            var encoded = Files.readString(privateFile).replaceAll("-----[A-Z ]+-----|\\s", "");
            var key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
            return new LocalIssuer(key, publicFile);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure("the key in " + privateFile + " can't be used; delete it to have a new one made");
        }
    }

    Path publicKeyFile() {
        return publicKeyFile;
    }

    /** A token that the local API takes for a day. */
    String token(String tenant, List<String> scopes, Instant now) {
        var claims = new JWTClaimsSet.Builder()
                .issuer("facematch-standalone")
                .audience(AUDIENCE)
                .subject("command-line")
                .claim("tenant", tenant)
                .claim("scope", String.join(" ", scopes))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("signing a token failed", e);
        }
        return token.serialize();
    }

    private static String pem(String type, byte[] encoded) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + type
                + "-----\n";
    }
}
