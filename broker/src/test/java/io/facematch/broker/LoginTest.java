package io.facematch.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.10.0", "3.13.7", "4.0.1", "10.0"})
    void takesEveryBrokerSince310(String version) {
        assertThat(Login.keepsOurPromises(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.9.29", "2.99.0", "null", "", "three"})
    void refusesOlderBrokersAndThoseThatDoNotSay(String version) {
        assertThat(Login.keepsOurPromises(version)).isFalse();
    }

    @Test
    void findsNoBrokerAtAClosedPort() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(Login.attempt("localhost", port, "guest", "guest")).isInstanceOf(Login.Unreachable.class);
    }

    @Test
    void findsNoBrokerWhereAnotherProgramListens() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInAnotherLanguage(other));
            assertThat(Login.attempt("localhost", other.getLocalPort(), "guest", "guest"))
                    .isInstanceOf(Login.Unreachable.class);
        }
    }

    private static void answerInAnotherLanguage(ServerSocket other) {
        try (var client = other.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
