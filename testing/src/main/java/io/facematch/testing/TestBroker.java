package io.facematch.testing;

import io.facematch.broker.LocalRabbit;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A RabbitMQ for the tests of a JVM: the one in {@code FACEMATCH_RABBITMQ_URI}, else a container where an engine answers,
 * else a private node below {@code target} of the module, fresh for every run.
 */
public final class TestBroker {
    private static final Path FOLDER =
            Path.of("target", "rabbitmq-" + TestProcess.number()).toAbsolutePath();
    /** Of a broker that is not ours to stop. */
    private static final Optional<String> FOREIGN = Optional.ofNullable(System.getenv("FACEMATCH_RABBITMQ_URI"))
            .filter(uri -> !uri.isBlank())
            .or(Containers::broker);

    private static final List<Closeable> USERS = new CopyOnWriteArrayList<>();

    private static @Nullable LocalRabbit rabbit;

    private TestBroker() {}

    /** Starts the broker at the first call. */
    public static synchronized String uri() {
        return FOREIGN.orElseGet(() -> rabbit == null ? startFresh() : rabbit.uri());
    }

    /** Whether this is our own node, which a test may stop, kill and look into. */
    public static boolean isPrivate() {
        return FOREIGN.isEmpty();
    }

    /** Where a private node keeps its data. */
    public static Path folder() {
        return FOLDER;
    }

    /** Closes at the end of the JVM what uses the broker, before the private node is stopped. */
    public static void closeBefore(Closeable user) {
        USERS.add(user);
    }

    private static void stopAtExit() {
        try {
            for (var user : USERS) {
                user.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            stop();
        }
    }

    /** Stops the private node; what it stored stays. */
    public static synchronized void stop() {
        try {
            if (rabbit != null) {
                rabbit.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the private node again, with its data, on a port that may be another. */
    public static synchronized String restart() {
        try {
            rabbit = LocalRabbit.launch(FOLDER);
            rabbit.awaitReady();
            return rabbit.uri();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String startFresh() {
        try {
            if (Files.exists(FOLDER)) {
                // That of a test run that was killed may live on.
                LocalRabbit.stop(FOLDER);
                deleteFolder();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an old broker's folder can't be deleted", e);
        }
        System.setProperty(LocalRabbit.INSTALLER, installer().toString());
        Runtime.getRuntime().addShutdownHook(new Thread(TestBroker::stopAtExit));
        return restart();
    }

    private static Path installer() {
        for (var folder = FOLDER; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("scripts/rabbitmq"))) {
                return folder.resolve("scripts/rabbitmq");
            }
        }
        throw new IllegalStateException("scripts/rabbitmq is in no folder above " + FOLDER);
    }

    private static void deleteFolder() throws IOException {
        try (var paths = Files.walk(FOLDER)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
