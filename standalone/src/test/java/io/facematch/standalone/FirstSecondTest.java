package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a command or its settings is told in a line, before anything is started. */
class FirstSecondTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void chooseHome() {
        environment.put("FACEMATCH_HOME", folder.resolve("home").toString());
    }

    @Test
    void saysNothingWhenNothingIsWrong() throws Exception {
        assertThat(check("run", Samples.demo().toString(), "--out", folder.toString()))
                .isEqualTo(new Ended(100, ""));
        assertStartsNothing();
    }

    @Test
    void explainsACommandOnce() throws Exception {
        var ended = check("up", "--help");
        assertThat(ended.status()).isZero();
        assertThat(ended.printed()).startsWith("Usage: facematch up");
    }

    @Test
    void refusesAPortThatIsNoNumber() throws Exception {
        environment.put("FACEMATCH_PORT", "abc");
        var refused = new Ended(1, "facematch: FACEMATCH_PORT is 'abc', but must be a number from 0 to 65535\n");
        assertThat(check("up")).isEqualTo(refused);
        assertThat(check("run", Samples.demo().toString())).isEqualTo(refused);
        assertThat(check("api")).isEqualTo(refused);
        assertThat(check("worker")).isEqualTo(refused);
        assertStartsNothing();
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("FACEMATCH_PORT", Integer.toString(other.getLocalPort()));
            var ended = check("up");
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.printed())
                    .startsWith("facematch: can't serve at port " + other.getLocalPort())
                    .contains("FACEMATCH_PORT")
                    .hasLineCount(1);
            // It takes any port.
            assertThat(check("run", Samples.demo().toString(), "--out", folder.toString()))
                    .isEqualTo(new Ended(100, ""));
        }
        assertStartsNothing();
    }

    @Test
    void refusesSettingsForFetchingThatMakeNoSense() throws Exception {
        environment.put("FACEMATCH_OFFLINE", "perhaps");
        assertThat(check("run", Samples.demo().toString()))
                .isEqualTo(new Ended(1, "facematch: FACEMATCH_OFFLINE is 'perhaps', but must be true or false\n"));
        assertStartsNothing();
    }

    @Test
    void refusesAHomeThatCantBeUsed() throws Exception {
        environment.put("FACEMATCH_HOME", Files.createFile(folder.resolve("file")) + "/home");
        for (var command : List.of(List.of("up"), List.of("run", Samples.demo().toString()))) {
            var ended = check(command.toArray(String[]::new));
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.printed())
                    .startsWith("facematch: the state folder ")
                    .contains("FACEMATCH_HOME")
                    .hasLineCount(1);
        }
    }

    @Test
    void opensNamesThatAreNotAscii() throws Exception {
        environment.put("LC_ALL", "C.UTF-8");
        var archive = Files.copy(Samples.demo(), folder.resolve("Prüfung.zip"));
        assertThat(check("run", archive.toString(), "--out", folder.toString())).isEqualTo(new Ended(100, ""));
    }

    /** @param printed with the errors */
    private record Ended(int status, String printed) {}

    private Ended check(String... arguments) throws IOException, InterruptedException {
        var log = Files.createTempFile(folder, "command", ".log");
        try (var process = OtherProcess.start(
                FacematchCommand.class, List.of("-Dlauncher.check-only=true"), environment, log, arguments)) {
            return new Ended(process.exitStatus(), process.output());
        }
    }

    private void assertStartsNothing() {
        assertThat(folder.resolve("home/postgres")).doesNotExist();
        assertThat(folder.resolve("home/rabbitmq")).doesNotExist();
    }
}
