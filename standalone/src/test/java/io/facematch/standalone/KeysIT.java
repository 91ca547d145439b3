package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.facematch.api.housekeeping.KeyRetirement;
import io.facematch.epoch.Epochs;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** {@code ./facematch keys} beside a server that runs: what it changes counts without a restart, and loses nothing. */
class KeysIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ListAppender<ILoggingEvent> securityLog = new ListAppender<>();
    private int commands;

    /** The servers of these tests log errors only. */
    private static Logger securityLogger() {
        return (Logger) LoggerFactory.getLogger("io.facematch.security");
    }

    /** To be called when the server runs: a start sets up logging anew. */
    private void listen() {
        securityLog.start();
        securityLogger().setLevel(Level.INFO);
        securityLogger().addAppender(securityLog);
    }

    @AfterEach
    void listenNoMore() {
        securityLogger().detachAppender(securityLog);
        securityLogger().setLevel(null);
    }

    private void assertRotationIsNoted(String keys) {
        assertThat(securityLog.list)
                .map(ILoggingEvent::getFormattedMessage)
                .contains("event=keys-rotated keys=" + keys);
    }

    @Test
    void rotatesTheMasterKeyUnderAServerThatRuns() throws Exception {
        var server = SharedServer.get();
        var before = server.submit(TestArchive.ofPairs(1));
        server.awaitEnd(before);
        var keys = Files.readAllLines(server.home().masterKey());

        assertThat(facematch("keys", "rotate")).contains("The new master key is");
        listen();
        endEpochs(server);
        assertRotationIsNoted("master");
        assertThat(Files.readAllLines(server.home().masterKey()))
                .hasSize(keys.size() + 1)
                .endsWith(keys.toArray(String[]::new));
        facematch("keys", "rotate");
        endEpochs(server);

        // The one in the middle wrapped nothing but the digest key and keys of tenants, which the server has taken to
        // the
        // newest.
        assertThat(facematch("keys", "list"))
                .contains("opens nothing any more", "opens", "signs")
                .containsPattern(
                        "wraps new keys; \\d+ epochs? and \\d+ keys? of (a tenant|tenants) and the digest key");
        assertThat(facematch("keys", "prune")).contains("Forgot 1 master keys and 0 signing keys.");
        assertThat(Files.readAllLines(server.home().masterKey())).hasSize(keys.size() + 1);

        var after = server.submit(TestArchive.ofPairs(2));
        server.awaitEnd(after);
        assertThat(server.ledger(after).answers()).containsOnly("Success");
        // Names of before open under the old key.
        assertThat(server.send(server.request("/v1/jobs/" + before + "/outcomes"))
                        .body())
                .contains("pair-0_image1.jpg");
    }

    @Test
    void rotatesTheKeyThatSignsTokens() throws Exception {
        var server = SharedServer.get();
        var token = server.token(TestServer.TENANT);

        listen();

        assertThat(facematch("keys", "rotate", "--signing")).contains("A new key signs tokens from");

        assertThat(server.send(HttpRequest.newBuilder(server.address().resolve("/oauth2/jwks")))
                        .body()
                        .split("\"kid\"", -1))
                .hasSize(3);
        assertRotationIsNoted("signing");
        assertThat(status(server, token)).isEqualTo(200);
        assertThat(status(server, server.token(TestServer.TENANT))).isEqualTo(200);
        assertThat(facematch("keys", "prune")).contains("0 signing keys");
    }

    @Test
    void rotatesTheKeyThatSignsTheAuditLog() throws Exception {
        var server = SharedServer.get();
        var before = auditKeys(server);
        listen();

        assertThat(facematch("keys", "rotate", "--audit")).contains("signs the audit log");
        var both = auditKeys(server);
        assertRotationIsNoted("audit");
        assertThat(both).hasSize(before.size() + 2).endsWith(before.toArray(String[]::new));
        assertThat(facematch("keys", "list")).contains("audit");
        assertThat(facematch("keys", "prune", "--audit")).contains("Forgot 1 keys of the audit log.");
        assertThat(auditKeys(server)).isEqualTo(both.subList(0, 2));
    }

    private static List<String> auditKeys(TestServer server) throws IOException, InterruptedException {
        return server.send(server.request("/v1/audit/keys")).body().lines().toList();
    }

    private static void endEpochs(TestServer server) {
        server.context().getBean(Epochs.class).close();
        server.context().getBean(KeyRetirement.class).retire();
    }

    private static int status(TestServer server, String token) throws IOException, InterruptedException {
        return server.send(HttpRequest.newBuilder(server.address().resolve("/v1/jobs"))
                        .header("Authorization", "Bearer " + token))
                .statusCode();
    }

    /** What a command prints; it must succeed. */
    private String facematch(String... arguments) throws Exception {
        var log = folder.resolve("command-" + commands++);
        try (var process = OtherProcess.start(
                FacematchCommand.class,
                List.of(),
                Map.of("FACEMATCH_HOME", SharedServer.HOME.toString()),
                log,
                arguments)) {
            process.handle().onExit().get(60, TimeUnit.SECONDS);
        }
        var output = Files.readString(log);
        assertThat(output).doesNotContain("facematch: ", "Exception");
        return output;
    }
}
