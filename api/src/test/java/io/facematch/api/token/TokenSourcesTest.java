package io.facematch.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Every kind of bad token against every source of keys. */
class TokenSourcesTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final Duration AGE = Duration.ofMinutes(5);
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String OWN_ISSUER = "https://facematch.example";
    private static final TestKey RSA = TestKey.rsa("rsa-1");
    private static final TestKey EC = TestKey.ec("ec-1");

    private static KeyServer server;

    @TempDir
    private static Path folder;

    @SuppressWarnings("ImmutableEnumChecker") // a JWK is immutable, but does not say so
    enum Source {
        RSA_FILE(RSA),
        EC_FILE(EC),
        KEY_SET_RSA(RSA),
        KEY_SET_EC(EC),
        ISSUER(RSA),
        OWN_RSA(RSA),
        OWN_EC(EC);

        final TestKey key;

        Source(TestKey key) {
            this.key = key;
        }

        JwtDecoder decoder() throws Exception {
            return switch (this) {
                case RSA_FILE, EC_FILE ->
                    decoderOf(new SecuritySettings(null, null, file(name(), key.publicPem()), "facematch"), null);
                case KEY_SET_RSA, KEY_SET_EC ->
                    decoderOf(new SecuritySettings(null, server.address(), null, "facematch"), null);
                case ISSUER -> decoderOf(new SecuritySettings(server.issuer(), null, null, "facematch"), null);
                case OWN_RSA, OWN_EC ->
                    decoderOf(
                            new SecuritySettings(null, null, null, "facematch"),
                            new OwnIssuer(OWN_ISSUER, new ImmutableJWKSet<>(new JWKSet(key.publicJwk()))));
            };
        }

        @Nullable
        String issuer() {
            return switch (this) {
                case RSA_FILE, EC_FILE, KEY_SET_RSA, KEY_SET_EC -> null;
                case ISSUER -> server.issuer();
                case OWN_RSA, OWN_EC -> OWN_ISSUER;
            };
        }

        JWTClaimsSet.Builder claims() {
            return new JWTClaimsSet.Builder()
                    .issuer(issuer())
                    .audience("facematch")
                    .claim("tenant", "acme")
                    .issueTime(Date.from(NOW.minus(AGE)))
                    .expirationTime(Date.from(NOW.plusSeconds(600)));
        }

        String with(UnaryOperator<JWTClaimsSet.Builder> change) {
            return key.sign(change.apply(claims()).build());
        }

        String by(TestKey other) {
            return other.sign(claims().build());
        }

        String headed(UnaryOperator<JWSHeader.Builder> change, TestKey signer) {
            return signer.sign(change.apply(key.header()).build(), claims().build());
        }
    }

    @BeforeAll
    static void serveKeys() throws IOException {
        server = new KeyServer();
        server.serve(RSA.publicJwk(), EC.publicJwk());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void takesAGoodToken(Source source) throws Exception {
        var decoder = source.decoder();

        assertThat(decoder.decode(source.by(source.key)).getClaimAsString("tenant"))
                .isEqualTo("acme");
        accepts(decoder, source.headed(header -> header.keyID(null), source.key));
        accepts(decoder, source.headed(header -> header.type(JOSEObjectType.JWT), source.key));
        accepts(decoder, source.headed(header -> header.type(new JOSEObjectType("at+jwt")), source.key));
        accepts(decoder, source.with(claims -> claims.audience(List.of("other", "facematch"))));
        accepts(
                decoder,
                source.with(claims ->
                        claims.expirationTime(after(Duration.ofHours(24).minus(AGE)))));
        accepts(decoder, source.with(claims -> claims.expirationTime(after(Duration.ofSeconds(-59)))));
        accepts(decoder, source.with(claims -> claims.notBeforeTime(after(Duration.ofSeconds(59)))));
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryOther(Source source) throws Exception {
        var decoder = source.decoder();

        badTokens(source)
                .forEach((why, token) ->
                        assertThatThrownBy(() -> decoder.decode(token)).as(why).isInstanceOf(BadJwtException.class));
    }

    private static Map<String, String> badTokens(Source source) throws JOSEException {
        var stranger = source.key.isRsa() ? TestKey.rsa("stranger") : TestKey.ec("stranger");
        var otherKind = source.key.isRsa() ? TestKey.ec("other-kind") : TestKey.rsa("other-kind");
        var day = Duration.ofHours(24);
        var bad = new LinkedHashMap<String, String>();
        bad.put("no token", "abc.def.ghi");
        bad.put("expired", source.with(claims -> claims.expirationTime(after(Duration.ofSeconds(-61)))));
        bad.put("not yet", source.with(claims -> claims.notBeforeTime(after(Duration.ofSeconds(61)))));
        bad.put("no end", source.with(claims -> claims.expirationTime(null)));
        bad.put(
                "long life",
                source.with(claims -> claims.expirationTime(after(day.minus(AGE).plusSeconds(61)))));
        bad.put("long life near its end", source.with(claims -> claims.issueTime(after(day.negated()))));
        bad.put(
                "long life, untold",
                source.with(claims -> claims.issueTime(null).expirationTime(after(day.plusSeconds(61)))));
        bad.put(
                "long life by a late issue",
                source.with(claims -> claims.issueTime(after(day)).expirationTime(after(day.multipliedBy(2)))));
        bad.put("other audience", source.with(claims -> claims.audience("someone-else")));
        bad.put("no audience", source.with(claims -> claims.audience((String) null)));
        bad.put("tells who a user is", source.with(claims -> claims.claim("at_hash", "x")));
        bad.put("identity of Keycloak", source.with(claims -> claims.claim("typ", "ID")));
        bad.put("identity of Cognito", source.with(claims -> claims.claim("token_use", "id")));
        bad.put("of a disabled client", source.with(claims -> claims.claim("azp", "a-disabled-client")));
        bad.put("of a disabled client by another claim", source.with(claims -> claims.subject("a-disabled-client")));
        bad.put("no tenant", source.with(claims -> claims.claim("tenant", null)));
        bad.put("blank tenant", source.with(claims -> claims.claim("tenant", " ")));
        if (source.issuer() != null) {
            bad.put("other issuer", source.with(claims -> claims.issuer("https://elsewhere.example")));
            bad.put("no issuer", source.with(claims -> claims.issuer(null)));
        }
        bad.put("stranger's key", source.by(stranger));
        bad.put("stranger's key under a known id", source.headed(header -> header, stranger));
        bad.put("key of another kind", source.by(otherKind));
        bad.put("no algorithm", new PlainJWT(source.claims().build()).serialize());
        bad.put("HS256 by the key's bytes", hmac(source, source.key.publicKey().getEncoded()));
        bad.put("HS256 by the PEM", hmac(source, source.key.publicPem().getBytes(StandardCharsets.US_ASCII)));
        bad.put(
                "HS256 by the JWK",
                hmac(source, source.key.publicJwk().toJSONString().getBytes(StandardCharsets.US_ASCII)));
        if (source.key.isRsa()) {
            bad.put("RS512", algorithm(source, JWSAlgorithm.RS512));
            bad.put("PS256", algorithm(source, JWSAlgorithm.PS256));
        }
        var elsewhere = URI.create(server.address() + "?of=stranger");
        bad.put("jku", source.headed(header -> header.keyID("stranger").jwkURL(elsewhere), stranger));
        bad.put("x5u", source.headed(header -> header.keyID("stranger").x509CertURL(elsewhere), stranger));
        bad.put("jwk", source.headed(header -> header.keyID(null).jwk(stranger.publicJwk()), stranger));
        bad.put("other type", source.headed(header -> header.type(new JOSEObjectType("logout+jwt")), source.key));
        bad.put(
                "unknown critical header",
                source.headed(
                        header ->
                                header.customParam("must-understand", "this").criticalParams(Set.of("must-understand")),
                        source.key));
        return bad;
    }

    @ParameterizedTest
    @EnumSource(names = {"KEY_SET_RSA", "KEY_SET_EC", "ISSUER", "OWN_RSA", "OWN_EC"})
    void refusesAnUnknownKeyId(Source source) throws Exception {
        var token = source.headed(header -> header.keyID("unknown"), source.key);

        assertThatThrownBy(() -> source.decoder().decode(token)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void asksNoAddressThatATokenNames() throws Exception {
        try (var trap = new KeyServer()) {
            trap.serve(EC.publicJwk());
            for (var source : Source.values()) {
                var trapped = URI.create(trap.address());
                var token = source.headed(header -> header.jwkURL(trapped).x509CertURL(trapped), source.key);
                accepts(source.decoder(), token);
            }
            assertThat(trap.fetches()).isZero();
        }
    }

    @Test
    void followsTheIssuerToItsNewKey() throws Exception {
        try (var issuer = new KeyServer()) {
            issuer.serve(RSA.publicJwk());
            var decoder = decoderOf(new SecuritySettings(null, issuer.address(), null, "facematch"), null);
            accepts(decoder, Source.KEY_SET_RSA.by(RSA));
            issuer.serve(EC.publicJwk());

            accepts(decoder, Source.KEY_SET_RSA.by(EC));
            assertThatThrownBy(() -> decoder.decode(Source.KEY_SET_RSA.by(RSA))).isInstanceOf(BadJwtException.class);
        }
    }

    @Test
    void doesNotHammerTheIssuerForInventedKeys() throws Exception {
        try (var issuer = new KeyServer()) {
            issuer.serve(RSA.publicJwk());
            var decoder = decoderOf(new SecuritySettings(null, issuer.address(), null, "facematch"), null);
            for (int n = 0; n < 100; n++) {
                var invented = Source.KEY_SET_RSA.headed(keyId("invented-" + n), RSA);
                assertThatThrownBy(() -> decoder.decode(invented)).isInstanceOf(BadJwtException.class);
            }
            accepts(decoder, Source.KEY_SET_RSA.by(RSA));

            assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
        }
    }

    private static UnaryOperator<JWSHeader.Builder> keyId(String id) {
        return header -> header.keyID(id);
    }

    @Test
    void startsWithoutTheIssuerAndBlamesNoTokenMeanwhile() throws Exception {
        try (var issuer = new KeyServer()) {
            issuer.serve(RSA.publicJwk());
            issuer.broken(true);
            for (var settings : List.of(
                    new SecuritySettings(null, issuer.address(), null, "facematch"),
                    new SecuritySettings(issuer.issuer(), null, null, "facematch"))) {
                var decoder = decoderOf(settings, null);
                for (int n = 0; n < 4; n++) {
                    assertThatThrownBy(() -> decoder.decode(Source.KEY_SET_RSA.by(RSA)))
                            .isInstanceOf(JwtException.class)
                            .isNotInstanceOf(BadJwtException.class);
                }
            }
        }
    }

    @Test
    void goesOnWithTheKeysItHasWhileTheIssuerIsAway() throws Exception {
        try (var issuer = new KeyServer()) {
            issuer.serve(RSA.publicJwk());
            var decoder = decoderOf(new SecuritySettings(null, issuer.address(), null, "facematch"), null);
            accepts(decoder, Source.KEY_SET_RSA.by(RSA));
            issuer.broken(true);

            accepts(decoder, Source.KEY_SET_RSA.by(RSA));
            assertThatThrownBy(() -> decoder.decode(Source.KEY_SET_RSA.by(TestKey.rsa("unknown"))))
                    .isInstanceOf(BadJwtException.class);
            accepts(decoder, Source.KEY_SET_RSA.by(RSA));
        }
    }

    @Test
    void believesNoMetadataOfAnotherIssuer() throws Exception {
        try (var issuer = new KeyServer()) {
            issuer.serve(RSA.publicJwk());
            issuer.claimToBe("https://elsewhere.example");
            var decoder = decoderOf(new SecuritySettings(issuer.issuer(), null, null, "facematch"), null);

            assertThatThrownBy(() -> decoder.decode(Source.KEY_SET_RSA.with(claims -> claims.issuer(issuer.issuer()))))
                    .isInstanceOf(JwtException.class);
            assertThat(issuer.fetches()).isZero();
        }
    }

    @Test
    void followsNobodyToAnotherAddress() throws Exception {
        try (var issuer = new KeyServer()) {
            issuer.serve(RSA.publicJwk());
            issuer.claimToBe(issuer.movedIssuer());
            for (var settings : List.of(
                    new SecuritySettings(null, issuer.movedAddress(), null, "facematch"),
                    new SecuritySettings(issuer.movedIssuer(), null, null, "facematch"))) {
                var token = Source.KEY_SET_RSA.with(claims -> claims.issuer(issuer.movedIssuer()));

                assertThatThrownBy(() -> decoderOf(settings, null).decode(token))
                        .isInstanceOf(JwtException.class)
                        .isNotInstanceOf(BadJwtException.class);
            }
            assertThat(issuer.fetches()).isZero();
        }
    }

    @Test
    void wantsExactlyOneSource() {
        var own = new OwnIssuer(OWN_ISSUER, new ImmutableJWKSet<>(new JWKSet(RSA.publicJwk())));
        var none = new SecuritySettings(null, null, null, "facematch");
        var two = new SecuritySettings("https://a", "https://a/keys", null, "facematch");
        var one = new SecuritySettings(null, "https://a/keys", null, "facematch");

        assertThatThrownBy(() -> decoderOf(none, null)).hasMessageContaining("set exactly one of FACEMATCH_SECURITY_");
        assertThatThrownBy(() -> decoderOf(two, null)).hasMessageContaining("set exactly one of FACEMATCH_SECURITY_");
        assertThatThrownBy(() -> decoderOf(one, own)).hasMessageContaining("FACEMATCH_ISSUER_ENABLED");
        assertThatCode(() -> decoderOf(none, own)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no PEM at all",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n"
            })
    void saysWhatIsWrongWithAKeyFile(String text) throws IOException {
        var settings = new SecuritySettings(null, null, file("bad", text), "facematch");

        assertThatThrownBy(() -> decoderOf(settings, null)).hasMessageContainingAll("bad", "RSA public key", "P-256");
    }

    @Test
    void refusesWeakKeysAndMissingFiles() throws Exception {
        var weak = java.security.KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        var pem = Pem.encode(Pem.PUBLIC_KEY, weak.generateKeyPair().getPublic().getEncoded());
        var weakFile = new SecuritySettings(null, null, file("weak", pem), "facematch");
        var noFile = new SecuritySettings(null, null, folder.resolve("nowhere"), "facematch");

        assertThatThrownBy(() -> decoderOf(weakFile, null)).hasMessageContaining("2048 bits");
        assertThatThrownBy(() -> decoderOf(noFile, null)).hasMessageContaining("can't be read");
    }

    private static JwtDecoder decoderOf(SecuritySettings settings, @Nullable OwnIssuer own) {
        return TokenDecoder.of(settings, own, "a-disabled-client"::equals, CLOCK);
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void accepts(JwtDecoder decoder, String token) {
        assertThat(decoder.decode(token)).isNotNull();
    }

    private static Date after(Duration duration) {
        return Date.from(NOW.plus(duration));
    }

    private static String algorithm(Source source, JWSAlgorithm algorithm) {
        return source.key.sign(
                new JWSHeader.Builder(algorithm)
                        .keyID(source.key.jwk().getKeyID())
                        .build(),
                source.claims().build());
    }

    private static String hmac(Source source, byte[] secret) throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(source.key.jwk().getKeyID())
                        .build(),
                source.claims().build());
        token.sign(new MACSigner(secret));
        return token.serialize();
    }
}
