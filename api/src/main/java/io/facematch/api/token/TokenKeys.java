package io.facematch.api.token;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import io.facematch.start.UnusableSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that tokens are checked with. A key is offered only for the one algorithm that fits it, so that no
 * token can pass off a public key as a shared secret. Addresses and keys inside a token are never used.
 */
final class TokenKeys {
    private static final int MIN_RSA_BITS = 2048;
    private static final Pattern PUBLIC_KEY =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----");

    private TokenKeys() {}

    /** @throws UnusableSetting if there is not exactly one source, or its key can't be used */
    static JWSKeySelector<SecurityContext> of(SecuritySettings settings, @Nullable OwnIssuer own) {
        var sources = Stream.of(settings.issuerUri(), settings.jwkSetUri(), settings.publicKeyFile(), own)
                .filter(Objects::nonNull)
                .count();
        if (sources != 1) {
            throw new UnusableSetting(
                    "set exactly one of FACEMATCH_SECURITY_ISSUER_URI, FACEMATCH_SECURITY_JWK_SET_URI,"
                            + " FACEMATCH_SECURITY_PUBLIC_KEY_FILE and FACEMATCH_ISSUER_ENABLED=true: it decides which tokens are valid");
        }
        if (own != null) {
            return new JWSVerificationKeySelector<>(Set.of(RS256, ES256), own.keys());
        }
        if (settings.publicKeyFile() != null) {
            return ofFile(settings.publicKeyFile());
        }
        var keys = settings.jwkSetUri() != null
                ? RemoteKeys.at(URI.create(settings.jwkSetUri()))
                : RemoteKeys.of(Objects.requireNonNull(settings.issuerUri(), "the only one left"));
        return new JWSVerificationKeySelector<>(Set.of(RS256, ES256), keys);
    }

    private static JWSKeySelector<SecurityContext> ofFile(Path file) {
        try {
            var key = decode(Files.readString(file, StandardCharsets.ISO_8859_1));
            return new SingleKeyJWSKeySelector<>(algorithm(key), key);
        } catch (IOException e) {
            throw new UnusableSetting("the file " + file + " with the public key can't be read", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableSetting(
                    "the file " + file + " holds no RSA public key of " + MIN_RSA_BITS
                            + " bits or more and no P-256 public key in PEM (-----BEGIN PUBLIC KEY-----)",
                    e);
        }
    }

    /** The one block of PEM with a public key, which may stand among others. */
    private static PublicKey decode(String pem) throws GeneralSecurityException {
        var block = PUBLIC_KEY.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("there is no public key");
        }
        var specification =
                new X509EncodedKeySpec(Base64.getDecoder().decode(block.group(1).replaceAll("\\s", "")));
        try {
            return KeyFactory.getInstance("RSA").generatePublic(specification);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance("EC").generatePublic(specification);
        }
    }

    private static JWSAlgorithm algorithm(PublicKey key) {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
            return RS256;
        }
        if (key instanceof ECPublicKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
            return ES256;
        }
        throw new IllegalArgumentException("another kind of key");
    }
}
