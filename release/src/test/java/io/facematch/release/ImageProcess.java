package io.facematch.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What an image runs, asked for its health as Docker would ask. */
final class ImageProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PATIENCE_AT_THE_END_SECONDS = 60;

    private final Process process;
    private final Map<String, String> environment;
    private final Path root;
    private final Path log;

    private ImageProcess(Process process, Map<String, String> environment, Path root, Path log) {
        this.process = process;
        this.environment = environment;
        this.root = root;
        this.log = log;
    }

    static ImageProcess start(List<String> command, Map<String, String> environment, Path root) throws IOException {
        var log = root.resolveSibling("log");
        var process = Commands.builder(command, environment)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ImageProcess(process, environment, root, log);
    }

    URI address() {
        return URI.create("http://localhost:" + environment.get("FACEMATCH_PORT"));
    }

    /** Returns when the probe of docker-compose.yml is content. */
    void awaitHealth() {
        var probe = new ArrayList<>(ComposeFile.read().probe());
        probe.replaceAll(argument -> argument.startsWith("/") ? root + argument : argument);
        probe.set(0, Commands.java());
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(2)).until(() -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return Commands.status(environment, probe) == 0;
        });
    }


    /** As Docker stops a container; it has to end in order. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_AT_THE_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException("had to be killed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
