package io.facematch.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * A RabbitMQ for the tests of a JVM: the one in {@code FACEMATCH_RABBITMQ_URI}, else a container where an engine answers,
 * else a private node that the launcher's script starts below {@code target} of the module, fresh for every run.
 */
public final class TestBroker {
    private static final Path SCRIPT = projectFolder().resolve("scripts/rabbitmq");
    private static final Path FOLDER =
            Path.of("target", "rabbitmq-" + TestProcess.number()).toAbsolutePath();
    private static final String CONFIGURED = System.getenv("FACEMATCH_RABBITMQ_URI");
    private static String uri = "";

    private TestBroker() {}

    /** Starts the broker at the first call. */
    public static synchronized String uri() {
        if (uri.isEmpty()) {
            uri = CONFIGURED == null || CONFIGURED.isBlank()
                    ? Containers.broker().orElseGet(TestBroker::startFresh)
                    : CONFIGURED;
        }
        return uri;
    }

    /** Whether this is our own node, which a test may stop, kill and look into. */
    public static boolean isPrivate() {
        return (CONFIGURED == null || CONFIGURED.isBlank()) && !Containers.engineAnswers();
    }

    /** Where a private node keeps its data. */
    public static Path folder() {
        return FOLDER;
    }

    /** Stops the private node; what it stored stays. */
    public static synchronized void stop() {
        script("stop");
    }

    /** Starts the private node again, with its data, on a port that may be another. */
    public static synchronized String restart() {
        uri = script("start");
        return uri;
    }

    private static String startFresh() {
        script("stop");
        deleteFolder();
        script("install");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> script("stop")));
        return script("start");
    }

    private static String script(String command) {
        try {
            var process = new ProcessBuilder(SCRIPT.toString(), command, FOLDER.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("scripts/rabbitmq " + command + " failed");
            }
            return output.strip();
        } catch (IOException e) {
            throw new IllegalStateException("scripts/rabbitmq can't be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void deleteFolder() {
        if (!Files.exists(FOLDER)) {
            return;
        }
        try (var paths = Files.walk(FOLDER)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException("an old broker's folder can't be deleted", e);
        }
    }

    private static Path projectFolder() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("scripts/rabbitmq"))) {
                return folder;
            }
        }
        throw new IllegalStateException("scripts/rabbitmq is in no folder above this one");
    }
}
