package io.facematch.broker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** RabbitMQ's programs on this machine. */
final class RabbitInstallation {
    /** Where packages put programs that not every user has on the path. */
    private static final Stream<String> MORE_FOLDERS = Stream.of(
            "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/homebrew/bin", "/opt/homebrew/sbin");

    private static final String PATH = String.join(
            File.pathSeparator,
            Stream.concat(Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin")), MORE_FOLDERS)
                    .toList());
    private static final int INSTALL_MINUTES = 15;

    private RabbitInstallation() {}

    /** For the programs that these programs look for. */
    static String path() {
        return PATH;
    }

    /** @throws IOException if there is none and none can be installed */
    static Path server() throws IOException {
        var found = find();
        if (found.isEmpty()) {
            install();
            found = find();
        }
        return found.orElseThrow(() -> new IOException("there is no RabbitMQ on this machine."
                + " Point FACEMATCH_RABBITMQ_URI to a broker (amqp://user:password@host:5672), or install RabbitMQ 3.10 or"
                + " later"));
    }

    static Optional<Path> program(String name) {
        return Arrays.stream(PATH.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> find() {
        // As root, Debian's /usr/sbin/rabbitmq-server becomes the user rabbitmq, who may not enter our folder.
        return Stream.of(
                        Optional.of(Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server")),
                        program("rabbitmq-server"),
                        Optional.of(Path.of("/opt/rabbitmq/sbin/rabbitmq-server")))
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void install() throws IOException {
        var script = System.getProperty(LocalRabbit.INSTALLER);
        if (script == null) {
            return;
        }
        var installer = new ProcessBuilder(script, "install").inheritIO().start();
        try {
            if (!installer.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                installer.destroy();
                throw new IOException("RabbitMQ was not installed within " + INSTALL_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            installer.destroy();
            throw new IOException("interrupted while RabbitMQ was installed", e);
        }
        if (installer.exitValue() != 0) {
            throw new IOException("RabbitMQ could not be installed, see above");
        }
    }
}
