package io.facematch.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** A {@link TestServer} for the tests of one class, as those see it who look at its pages. */
public final class PlaygroundServer implements BeforeAllCallback, AfterAllCallback {
    private @Nullable TestServer server;
    private @Nullable Path folder;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("playground");
        server = TestServer.start(folder);
    }

    /** No longer than this class: another test's server shares the broker. */
    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null) {
            server.close();
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    public URI address() {
        return running().address();
    }

    public String token() throws IOException {
        return running().token(TestServer.TENANT);
    }

    /** One that was good until a moment ago, more than the clock skew that is forgiven. */
    public String expiredToken() throws IOException {
        var issued = Instant.now().minus(LocalIssuer.LIFETIME).minus(Duration.ofMinutes(5));
        return running().home().issuer().token(TestServer.TENANT, LocalIssuer.ALL_SCOPES, issued);
    }

    public void pauseWorker() {
        running().pauseWorker();
    }

    public void resumeWorker() {
        running().resumeWorker();
    }

    /** @param name of a file below samples, such as {@code portraits/person01_id.jpg} */
    public static Path sample(String name) {
        return Samples.demo().resolveSibling(name);
    }

    private TestServer running() {
        if (server == null) {
            throw new IllegalStateException("register this extension in a static field");
        }
        return server;
    }
}
