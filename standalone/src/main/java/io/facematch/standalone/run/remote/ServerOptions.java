package io.facematch.standalone.run.remote;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a command that may work with a server elsewhere. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ServerOptions {
    private static final String VARIABLE = "FACEMATCH_TOKEN";
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Send the pairs to this server, such as https://facematch.example.org. Nothing is started here.")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A token that the server takes. Other users of this machine see it in the list of processes:"
                    + " FACEMATCH_TOKEN or --token-file keep it from them.")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Read the token from this file, again before each request.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "Get tokens from the server's own issuer for this client, as long as the run takes.")
    private @Nullable String client;

    @Option(names = "--client-secret-file", paramLabel = "FILE", description = "Its secret.")
    private @Nullable Path secretFile;

    @Option(
            names = "--insecure-http",
            description = "Let photos and the token go to another machine in the clear, by http.")
    private boolean insecureHttp;

    private @Nullable Server known;

    /** A server elsewhere. */
    public record Server(URI address, Token token) {
        @Override
        public String toString() {
            return "Server[" + address + "]";
        }
    }

    public boolean isRemote() {
        return url != null;
    }

    /**
     * The server that was asked for; empty for one of this machine. Asks nobody.
     *
     * @throws CommandFailed if the options don't fit together
     */
    public Optional<Server> server() throws IOException {
        if (url == null) {
            if (token != null || tokenFile != null || client != null || secretFile != null || insecureHttp) {
                throw new CommandFailed("--token, --token-file, --client-id, --client-secret-file and --insecure-http"
                        + " are for the server of --url");
            }
            return Optional.empty();
        }
        if (known == null) {
            var address = ServerAddress.parse(url, insecureHttp).uri();
            known = new Server(address, token(address));
        }
        return Optional.of(known);
    }

    private Token token(URI address) throws IOException {
        var ways = (token == null ? 0 : 1) + (tokenFile == null ? 0 : 1) + (client == null ? 0 : 1);
        if (ways > 1 || (client == null) != (secretFile == null)) {
            throw new CommandFailed("say one of --token, --token-file, and --client-id with --client-secret-file");
        }
        if (client != null && secretFile != null) {
            var http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TO_CONNECT)
                    .build();
            return new ClientCredentials(http, address, client, content(secretFile), InstantSource.system());
        }
        if (tokenFile != null) {
            var file = tokenFile;
            content(file);
            return () -> content(file);
        }
        var given = token == null ? System.getenv(VARIABLE) : token;
        if (given == null || given.isBlank()) {
            throw new CommandFailed("--url needs a token: set " + VARIABLE
                    + ", or say --token-file, or --client-id with --client-secret-file");
        }
        return fixed(given.strip());
    }

    private static Token fixed(String token) {
        requirePrintable(token, "the token");
        return () -> token;
    }

    private static String content(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CommandFailed("there is no file " + file + " that can be read");
        }
        var content = Files.readString(file).strip();
        requirePrintable(content, file.toString());
        return content;
    }

    /** Anything else would be no header. */
    private static void requirePrintable(String secret, String what) {
        if (secret.isEmpty() || secret.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new CommandFailed(what + " is empty, or has characters that no token has");
        }
    }
}
