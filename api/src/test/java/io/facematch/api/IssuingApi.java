package io.facematch.api;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.facematch.api.issuer.Clients;
import io.facematch.api.issuer.Clients.Issued;
import io.facematch.api.token.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An API that issues tokens itself. One for all tests of the JVM. */
final class IssuingApi {
    static final String URI = "https://facematch.example";
    /** In a minute. */
    static final int TOKENS_OF_CLIENT = 20;

    static final KeyPair KEYS = Tokens.keys(3072);

    private static final Path KEY_FILE = keyFile();
    private static final OtherApi API = start();

    private IssuingApi() {}

    private static Path keyFile() {
        try {
            var key = Files.createTempDirectory("facematch-issuer").resolve("issuer.pem");
            Files.writeString(key, Pem.encode(Pem.PRIVATE_KEY, KEYS.getPrivate().getEncoded()));
            return Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new IllegalStateException("the issuer's key can't be written", e);
        }
    }

    private static OtherApi start() {
        return OtherApi.start(
                "--facematch.management.port=0",
                "--facematch.limits.tokens-of-address=100000",
                "--facematch.limits.tokens-of-client=" + TOKENS_OF_CLIENT,
                "--facematch.issuer.enabled=true",
                "--facematch.issuer.uri=" + URI,
                "--facematch.issuer.private-key-file=" + KEY_FILE);
    }

    /** As when keys are put into the file: its time changes. */
    static void touchKey() throws IOException {
        var before = Files.getLastModifiedTime(KEY_FILE).toInstant();
        Files.setLastModifiedTime(KEY_FILE, FileTime.from(before.plusSeconds(1)));
    }

    static OtherApi get() {
        return API;
    }

    static Clients clients() {
        // As the owner of the tables: the API only reads them.
        return new Clients(API.sql, InstantSource.system());
    }

    static Issued client(String tenant, String... scopes) {
        return clients().add("a program", tenant, List.of(scopes));
    }

    static Issued client() {
        return client("acme", "facematch.compare", "facematch.bulk");
    }

    static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** Asks {@code /oauth2/token} as a client does. */
    static Answer token(String id, String secret, Map<String, String> more) {
        var fields = new HashMap<>(more);
        fields.putIfAbsent("grant_type", "client_credentials");
        return API.postForm("/oauth2/token", fields, "Authorization", basic(id, secret));
    }

    static Answer token(Issued client) {
        return token(client.client().id(), client.secret().text(), Map.of());
    }

    static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError("no token", e);
        }
    }
}
