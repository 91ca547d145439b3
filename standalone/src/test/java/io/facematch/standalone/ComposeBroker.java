package io.facematch.standalone;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.facematch.broker.LocalRabbit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A broker as docker-compose.yml has it, without a container: it loads the same settings, queues and permissions, and users
 * that scripts/make-secrets made.
 */
final class ComposeBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalRabbit node;
    private final Path secrets;

    private ComposeBroker(LocalRabbit node, Path secrets) {
        this.node = node;
        this.secrets = secrets;
    }

    /** @param folder for everything */
    static ComposeBroker start(Path folder) throws IOException, InterruptedException {
        var secrets = makeSecrets(folder);
        var definitions = Files.createDirectories(folder.resolve("definitions"));
        Files.copy(secrets.resolve("rabbitmq-users.json"), definitions.resolve("10-users.json"));
        Files.copy(Samples.project().resolve("docker/rabbitmq-topology.json"), definitions.resolve("20-topology.json"));
        var home = folder.resolve("broker");
        var settings = Files.createDirectories(home.resolve("conf.d"));
        Files.writeString(
                settings.resolve("compose.conf"),
                Files.readString(Samples.project().resolve("docker/rabbitmq.conf"))
                        .replace("/etc/rabbitmq/definitions", definitions.toString()));
        var broker = new ComposeBroker(LocalRabbit.launch(home), secrets);
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            broker.connect("facematch_api").close();
            return true;
        });
        return broker;
    }

    private static Path makeSecrets(Path folder) throws IOException, InterruptedException {
        var script = Files.createDirectories(folder.resolve("scripts")).resolve("make-secrets");
        Files.copy(Samples.project().resolve("scripts/make-secrets"), script);
        var making = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("make-secrets.log").toFile())
                .start();
        if (!making.waitFor(1, TimeUnit.MINUTES) || making.exitValue() != 0) {
            throw new IOException(Files.readString(folder.resolve("make-secrets.log")));
        }
        return folder.resolve("secrets");
    }

    /** What a process needs to log in, as {@code --name=value}. */
    List<String> login(String user) throws IOException {
        return List.of(
                "--facematch.rabbitmq.uri=amqp://127.0.0.1:" + port(),
                "--facematch.rabbitmq.username=" + user,
                "--facematch.rabbitmq.password=" + password(user));
    }

    String uri(String user) throws IOException {
        return "amqp://" + user + ":" + password(user) + "@127.0.0.1:" + port();
    }

    Connection connect(String user) throws IOException {
        return connect(user, password(user));
    }

    Connection connect(String user, String password) throws IOException {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port());
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        try {
            return factory.newConnection("facematch-test");
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    /** Made for one process: {@code facematch_api} or {@code facematch_worker}. */
    private String password(String user) throws IOException {
        return Files.readString(secrets.resolve(user.replace("facematch_", "facematch.rabbitmq.") + "-password"));
    }

    private int port() {
        return URI.create(node.uri()).getPort();
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
