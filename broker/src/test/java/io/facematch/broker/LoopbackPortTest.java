package io.facematch.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LoopbackPortTest {
    @Test
    void knowsWhoListens(@TempDir Path own) throws IOException {
        var user = (Integer) Files.getAttribute(own, "unix:uid");
        LoopbackPort port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = new LoopbackPort(socket.getLocalPort());
            assertThat(port.isFree()).isFalse();
            assertThat(port.isListenedToBy(user)).isTrue();
            assertThat(port.isListenedToBy(user + 1)).isFalse();
        }
        assertThat(port.isFree()).isTrue();
        assertThat(port.isListenedToBy(user)).isFalse();
    }
}
