package io.facematch.standalone;

import io.facematch.testing.TestBroker;
import io.facematch.testing.TestProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * One server with the usual settings, for all classes of a JVM that only use it: to start takes longer than most of their
 * tests. Its worker rests while another server works on the same broker, or one would take the other's messages.
 */
final class SharedServer {
    static final Path HOME = Path.of("target", "server-" + TestProcess.number()).toAbsolutePath();

    /** A tenant that may compare five pairs a second. */
    static final String LIMITED = "limited";

    private static @Nullable TestServer server;
    private static @Nullable String broker;

    private SharedServer() {}

    static synchronized TestServer get() throws IOException {
        if (server != null && TestBroker.uri().equals(broker)) {
            server.resumeWorker();
            return server;
        }
        // A test may have started the broker again, at another port.
        close();
        if (broker == null) {
            TestBroker.closeBefore(SharedServer::close);
        }
        FileSystemUtils.deleteRecursively(HOME);
        broker = TestBroker.uri();
        server = TestServer.start(
                HOME,
                Map.of(
                        // A busy machine answers late, and tests ask at once what clients ask one after the other.
                        "facematch.audit.checkpoint-interval",
                        "1s",
                        // Tests look at the last one that they had made.
                        "facematch.audit.verification",
                        "off",
                        "facematch.submission.answer-within",
                        "40s",
                        // Tests take messages of a job once it is accepted.
                        "facematch.submission.accept-after",
                        "published",
                        "facematch.webhooks.allowed-hosts",
                        "http://127.0.0.1:*",
                        "facematch.webhooks.allowed-networks",
                        "127.0.0.1/32",
                        "facematch.limits.compares-per-second",
                        "1000",
                        "facematch.limits.tenants." + LIMITED + ".compares-per-second",
                        "5"));
        return server;
    }

    static synchronized void rest() {
        if (server != null) {
            server.pauseWorker();
        }
    }

    private static synchronized void close() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
