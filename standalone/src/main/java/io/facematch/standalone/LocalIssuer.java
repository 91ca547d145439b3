package io.facematch.standalone;

import io.facematch.api.issuer.SigningKey;
import io.facematch.api.issuer.SigningKey.UnusableSigningKey;
import io.facematch.api.issuer.TokenIssuer;
import io.facematch.api.security.Scopes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The issuer that the API of this folder is, from outside: whoever may read its key can make tokens without asking it.
 * The key is made at the first start.
 */
final class LocalIssuer {
    static final List<String> ALL_SCOPES = Scopes.ALL;
    static final Duration LIFETIME = Duration.ofHours(24);
    private static final String CLIENT = "cli";
    private static final String USUAL_PORT = "8080";

    private final Path privateKeyFile;
    private final TokenIssuer tokens;

    private LocalIssuer(Path privateKeyFile, SigningKey key) {
        this.privateKeyFile = privateKeyFile;
        var audience = Environment.get("FACEMATCH_SECURITY_AUDIENCE").orElse("facematch");
        this.tokens = new TokenIssuer(uri(), key, audience, LIFETIME);
    }

    static LocalIssuer open(Path privateKeyFile) throws IOException {
        if (!Files.exists(privateKeyFile)) {
            Home.writeOnce(privateKeyFile, SigningKey.generate());
        }
        try {
            return new LocalIssuer(privateKeyFile, SigningKey.load(privateKeyFile));
        } catch (UnusableSigningKey e) {
            throw new Failure(e.getMessage() + "; delete it to have a new one made");
        }
    }

    /** The {@code iss} of its tokens, known without a running server. */
    static String uri() {
        var port = Environment.get("FACEMATCH_PORT")
                .filter(given -> !given.equals("0"))
                .orElse(USUAL_PORT);
        return Environment.get("FACEMATCH_ISSUER_URI").orElse("http://localhost:" + port);
    }

    Path privateKeyFile() {
        return privateKeyFile;
    }

    /** A token that the local API takes for a day. */
    String token(String tenant, List<String> scopes, Instant now) {
        return tokens.issue(CLIENT, tenant, scopes, now);
    }
}
