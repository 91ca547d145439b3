package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.audit.inspection.Verifications;
import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.audit.stream.OutcomeStream;
import java.net.http.HttpRequest.BodyPublishers;
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

        var ofOther = folder.resolve("checkpoint-of-another");
        Files.writeString(ofOther, "another." + Files.readString(checkpoint));
        var refused = verify(home, "--checkpoint", ofOther.toString());
        assertThat(refused.output()).contains("is that of another log: the names of those of this database begin with");
        assertThat(refused.status()).isEqualTo(2);

        var byKeys = new ArrayList<>(List.of("--json", "--tenant", TestServer.TENANT, "--key"));
        byKeys.addAll(keys);
        var auditor = verify(home, byKeys.toArray(String[]::new));
        assertThat(auditor.output()).contains("\"status\":\"INTACT\"", "\"signatures_checked\":true");
        assertThat(auditor.status()).isZero();
    }

    @Test
    void verifiesAnEvidencePackOffline() throws Exception {
        var server = SharedServer.get();
        server.awaitEnd(server.submit(TestArchive.ofPairs(2)));
        server.context().getBean(OutcomeStream.class).follow();
        var asked = server.send(server.request("/v1/audit/exports")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"kind\": \"pack\"}")));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        var address = asked.headers().firstValue("Location").orElseThrow();
        Awaitility.await()
                .atMost(3, TimeUnit.MINUTES)
                .until(() -> server.send(server.request(address)).body().contains("\"state\":\"completed\""));
        var pack = folder.resolve("pack.zip");
        Files.copy(server.download(address + "/content"), pack);
        var keys = server.send(server.request("/v1/audit/keys")).body().lines().toList();
        var nowhere = Map.of("FACEMATCH_HOME", folder.resolve("empty").toString());

        var byKeys = new ArrayList<>(List.of(pack.toString(), "--key"));
        byKeys.addAll(keys);
        var intact = verify(nowhere, byKeys.toArray(String[]::new));
        assertThat(intact.output()).startsWith("intact: ").contains("signed by Ed25519 ");
        assertThat(intact.status()).isZero();
        assertThat(folder.resolve("empty")).doesNotExist();
        assertThat(verify(Map.of("FACEMATCH_HOME", SharedServer.HOME.toString()), pack.toString())
                        .status())
                .isZero();

        var byItself = verify(nowhere, pack.toString());
        assertThat(byItself.output()).contains("intact: ", "keys that the pack has brought itself", "--key");
        assertThat(byItself.status()).isEqualTo(2);

        var foreign = server.send(server.requestAs("tenant-of-nobody", "/v1/audit/keys"))
                .body()
                .lines()
                .toList();
        var byForeign = new ArrayList<>(List.of(pack.toString(), "--json", "--key"));
        byForeign.addAll(foreign);
        assertThat(verify(nowhere, byForeign.toArray(String[]::new)).output()).contains("\"keys_of_pack\":true");

        var bytes = Files.readAllBytes(pack);
        Files.write(pack, new byte[] {'P', 'K', 3, 4});
        var broken = verify(nowhere, pack.toString());
        assertThat(broken.output()).contains("facematch: ", "is no evidence pack that can be checked: it is no ZIP");
        assertThat(broken.status()).isEqualTo(2);
        Files.write(pack, bytes);
        assertThat(verify(nowhere, pack.toString(), "--tenant", "acme").output())
                .contains("--tenant and --checkpoint are for a database");
    }

    @Test
    void keepsWhatCameOutUnlessItMayNotWrite() throws Exception {
        var server = SharedServer.get();
        server.awaitEnd(server.submit(TestArchive.ofPairs(1)));
        server.context().getBean(OutcomeStream.class).follow();
        var verifications = server.context().getBean(Verifications.class);
        var home = Map.of("FACEMATCH_HOME", SharedServer.HOME.toString());
        var before = verifications.latest(TestServer.TENANT);

        verify(home, "--tenant", TestServer.TENANT, "--read-only");
        assertThat(verifications.latest(TestServer.TENANT)).isEqualTo(before);
        verify(home, "--tenant", TestServer.TENANT);
        assertThat(verifications.latest(TestServer.TENANT).orElseThrow().by()).isEqualTo("command");
        assertThat(verifications.latest(TestServer.TENANT)).isNotEqualTo(before);
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
