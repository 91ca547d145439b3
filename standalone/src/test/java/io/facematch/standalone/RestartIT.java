package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.testing.Ledger;
import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted goes on where it was, on the same home and the broker's data. */
@Tag("slow")
class RestartIT {
    private static final int PAIRS = 100;

    @Test
    void aJobGoesOnAfterServerAndBrokerWereStopped(@TempDir Path folder) throws Exception {
        UUID earlier;
        UUID job;
        try (var server = TestServer.start(folder)) {
            earlier = server.submit(TestArchive.ofPairs(2));
            server.awaitEnd(earlier);
            job = server.submit(TestArchive.ofPairs(PAIRS));
            server.awaitOutcomes(job, 10);
        }
        if (TestBroker.isPrivate()) {
            TestBroker.stop();
            TestBroker.restart();
        }
        try (var server = TestServer.start(folder)) {
            assertThat(server.job(earlier).path("state").asString()).isEqualTo("COMPLETED");
            assertThat(server.job(job).path("done").asInt()).isGreaterThanOrEqualTo(10);
            server.awaitEnd(job);

            server.ledger(job).assertCompletedExactlyOnce(PAIRS);
            assertThat(server.ledger(job).answers()).containsOnly("Success");
            assertResults(server, earlier, folder);
            assertResults(server, job, folder);
        }
    }

    @Test
    void aJobGoesOnAfterItsProcessWasKilled(@TempDir Path folder) throws Exception {
        var home = folder.resolve("home");
        var archive = Files.write(folder.resolve("pairs.zip"), TestArchive.ofPairs(PAIRS));
        UUID job;
        try (var up = UpProcess.start(home, List.of(), Map.of(), folder.resolve("up.log"));
                var client = up.client()) {
            job = UUID.fromString(client.submit(archive).path("id").asString());
            var database = up.database();
            await().until(() -> new Ledger(database, job).indices().size() >= 10);
            up.kill();
        }
        // Its database server goes on, as no process is left that would stop it.
        try (var server = TestServer.start(home)) {
            assertThat(server.job(job).path("state").asString()).isEqualTo("RUNNING");
            server.awaitEnd(job);

            server.ledger(job).assertCompletedExactlyOnce(PAIRS);
            assertThat(server.ledger(job).answers()).containsOnly("Success");
            assertResults(server, job, folder);
        }
    }

    private static void assertResults(TestServer server, UUID job, Path folder)
            throws IOException, InterruptedException {
        try (var client = server.client()) {
            assertThat(client.saveResults("/v1/jobs/" + job + "/results", folder.resolve(job.toString())))
                    .isNotEmptyFile();
        }
    }
}
