package io.facematch.queue;

import com.rabbitmq.client.ConnectionFactory;
import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The test broker as an operator sees it. */
final class Broker {
    private Broker() {}

    static ConnectionFactory connections() {
        try {
            var factory = new ConnectionFactory();
            factory.setUri(TestBroker.uri());
            factory.setConnectionTimeout(5000);
            return factory;
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException("no broker", e);
        }
    }

    /** Runs rabbitmqctl on the private node. */
    static void control(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "/usr/lib/rabbitmq/bin/rabbitmqctl", "--node", "facematch@localhost", "--silent", "--erlang-cookie"));
        command.add(Files.readString(TestBroker.folder().resolve(".erlang.cookie")));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "HOME", TestBroker.folder().toString(),
                        "ERL_EPMD_PORT", epmdPort(),
                        "ERL_EPMD_ADDRESS", "127.0.0.1"));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException("rabbitmqctl " + List.of(arguments) + ": " + output);
        }
    }

    /** scripts/rabbitmq takes three neighbouring ports: AMQP, distribution, epmd. */
    private static String epmdPort() throws IOException {
        var port = Files.readString(TestBroker.folder().resolve("port")).strip();
        return Integer.toString(Integer.parseInt(port) + 2);
    }
}
