package io.facematch.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRabbitIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void letsItsOwnerInKeepsWhatItStoredAndIsTakenOverFromAKilledProcess() throws Exception {
        String uri;
        try (var rabbit = LocalRabbit.launch(folder)) {
            rabbit.awaitReady();
            uri = rabbit.uri();
            assertThat(rabbit.isPrivate()).isTrue();
            store(uri);
            assertLetsOnlyItsOwnerIn(uri);

            // Another process that was killed leaves its node running just like this.
            var orphan = LocalRabbit.launch(folder);
            orphan.awaitReady();
            assertThat(orphan.uri()).isEqualTo(uri);
        }
        assertThat(node().exist()).isFalse();
        assertThat(portMapper().exist()).isFalse();

        try (var again = LocalRabbit.launch(folder)) {
            again.awaitReady();
            assertThat(stored(again.uri())).isEqualTo("kept");
        }
        assertThat(node().exist()).isFalse();
    }

    @Test
    void showsTheEndOfTheLogWhenItDoesNotComeUp() throws Exception {
        var rabbit = LocalRabbit.launch(folder);
        node().stop(Duration.ofSeconds(10));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(rabbit::awaitReady)
                .withMessageContaining("did not come up")
                .withMessageContaining(folder.toRealPath().resolve("log").toString());
        assertThat(portMapper().exist()).isFalse();
    }

    private MarkedProcesses node() throws IOException {
        return new MarkedProcesses(Files.readString(folder.resolve("id")) + "-node");
    }

    private MarkedProcesses portMapper() throws IOException {
        return new MarkedProcesses(Files.readString(folder.resolve("id")) + "-epmd");
    }

    private void assertLetsOnlyItsOwnerIn(String uri) throws IOException {
        var port = URI.create(uri).getPort();
        assertThat(Login.attempt("127.0.0.1", port, "guest", "guest"))
                .isEqualTo(new Login.Refused(
                        "the broker at 127.0.0.1:" + port + " does not accept the password of 'guest'"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    private static void store(String uri) throws Exception {
        try (var connection = connect(uri);
                var channel = connection.createChannel()) {
            channel.queueDeclare("test", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.confirmSelect();
            channel.basicPublish(
                    "", "test", MessageProperties.PERSISTENT_BASIC, "kept".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie();
        }
    }

    private static String stored(String uri) throws Exception {
        try (var connection = connect(uri);
                var channel = connection.createChannel()) {
            var message = channel.basicGet("test", true);
            return message == null ? "" : new String(message.getBody(), StandardCharsets.UTF_8);
        }
    }

    private static Connection connect(String uri) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(uri);
        return factory.newConnection();
    }
}
