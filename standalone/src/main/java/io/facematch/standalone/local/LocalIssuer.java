package io.facematch.standalone.local;

import io.facematch.api.issuer.SigningKey;
import io.facematch.api.issuer.SigningKey.UnusableSigningKey;
import io.facematch.api.issuer.SigningKeys;
import io.facematch.api.issuer.TokenIssuer;
import io.facematch.api.security.Scopes;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The issuer that the API of this folder is, from outside: a process that may read its key makes tokens without asking it.
 * The key is made at the first start.
 */
public final class LocalIssuer {
    public static final List<String> ALL_SCOPES = Scopes.OF_TENANT;
    public static final Duration LIFETIME = Duration.ofHours(24);

    /** Of the tokens that {@code up} prints. */
    static final String TENANT = "default";

    static final String CLIENT = "cli";

    private final Path privateKeyFile;
    private final TokenIssuer tokens;

    private LocalIssuer(Path privateKeyFile, SigningKeys keys, String uri) {
        this.privateKeyFile = privateKeyFile;
        var audience = Environment.get("FACEMATCH_SECURITY_AUDIENCE").orElse("facematch");
        this.tokens = new TokenIssuer(uri, keys, audience, LIFETIME, InstantSource.system());
    }

    public static LocalIssuer open(Path privateKeyFile) throws IOException {
        return open(privateKeyFile, configuredUri());
    }

    /** @param uri the {@code iss} of its tokens */
    static LocalIssuer open(Path privateKeyFile, String uri) throws IOException {
        if (!Files.exists(privateKeyFile)) {
            Home.writeOnce(privateKeyFile, SigningKey.generate());
        }
        try {
            return new LocalIssuer(privateKeyFile, SigningKeys.load(privateKeyFile), uri);
        } catch (UnusableSigningKey e) {
            throw new CommandFailed(e.getMessage() + "; delete it to have a new one made");
        }
    }

    /** The {@code iss} of its tokens as the environment asks, known without a running server. */
    public static String configuredUri() {
        return Environment.get("FACEMATCH_ISSUER_URI")
                .orElseGet(() -> "http://localhost:" + Port.ofEnvironment().named());
    }

    public Path privateKeyFile() {
        return privateKeyFile;
    }

    /** A token that the local API takes for a day. */
    public String token(String tenant, List<String> scopes, Instant now) {
        return tokens.issue(CLIENT, tenant, scopes, now);
    }
}
