package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.audit.stream.OutcomeStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./facematch audit verify} beside a server that runs. */
class AuditVerifyIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private int commands;

    private record Run(int status, String output) {}

    @Test
    void verifiesWhatAServerHasSigned() throws Exception {
        var server = SharedServer.get();
        server.awaitEnd(server.submit(TestArchive.ofPairs(2)));
        var checkpoint = folder.resolve("checkpoint");
        // One of now: an older one may be signed by a key that another test has replaced.
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> {
            server.context().getBean(OutcomeStream.class).follow();
            var answer = server.send(server.request("/v1/audit/checkpoint"));
            Files.writeString(checkpoint, answer.body());
            var size = server.context()
                    .getBean(TransparencyLogs.class)
                    .head(TestServer.TENANT)
                    .size();
            return size > 0 && answer.body().lines().skip(1).findFirst().equals(Optional.of(Long.toString(size)));
        });
        var keys = server.send(server.request("/v1/audit/keys")).body().lines().toList();
        var home = Map.of("FACEMATCH_HOME", SharedServer.HOME.toString());

        var intact = verify(home, "--tenant", TestServer.TENANT, "--checkpoint", checkpoint.toString());
        assertThat(intact.output()).contains(TestServer.TENANT + ": intact through row ");
        assertThat(intact.status()).isZero();

        var byKeys = new ArrayList<>(List.of("--json", "--tenant", TestServer.TENANT, "--key"));
        byKeys.addAll(keys);
        var auditor = verify(home, byKeys.toArray(String[]::new));
        assertThat(auditor.output()).contains("\"status\":\"INTACT\"", "\"signatures_checked\":true");
        assertThat(auditor.status()).isZero();
    }

    @Test
    void saysWhatKeepsItFromVerifying() throws Exception {
        var nowhere = verify(Map.of("FACEMATCH_HOME", folder.resolve("empty").toString()));
        assertThat(nowhere.output()).contains("facematch: there is no database in ");
        assertThat(nowhere.status()).isEqualTo(2);

        var noKey = verify(Map.of("FACEMATCH_HOME", folder.toString()), "--key", "acme");
        assertThat(noKey.output()).contains("facematch: --key: ", "GET /v1/audit/keys");
        assertThat(noKey.status()).isEqualTo(2);
    }

    private Run verify(Map<String, String> environment, String... options) throws Exception {
        var log = folder.resolve("command-" + commands++);
        var arguments = new ArrayList<>(List.of("audit", "verify"));
        arguments.addAll(List.of(options));
        try (var process = OtherProcess.start(
                FacematchCommand.class, List.of(), environment, log, arguments.toArray(String[]::new))) {
            return new Run(process.exitStatus(), Files.readString(log));
        }
    }
}
