package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.chaos.History.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of RabbitMQ, whose quorum queues need two. The processes know all three. */
@Tag("chaos")
class ClusterIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(folder, 3);
        installation.startWorker().awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
    }

    @Test
    void eachOfThreeNodesMayDieInTheMidstOfAJob() throws Exception {
        var invariants = Invariants.of(installation);
        var load = Load.on(installation, 60);
        for (var node : installation.broker().nodes()) {
            installation.awaitMoreOutcomes(10);
            node.kill();
            invariants.remember();
            // Work goes on without it.
            installation.awaitMoreOutcomes(10);
            node.launch();
            node.awaitReady();
            awaitInSync();
        }
        var healed = System.nanoTime();
        var jobs = load.finish();

        Report.survived("cluster", "each of 3 nodes killed once during " + jobs.size() + " jobs", Report.since(healed));
        invariants.hold();
    }

    @Test
    void withoutAMajorityNothingIsAcceptedAndNothingIsLost() throws Exception {
        var job = installation.submit(100);
        installation.awaitOutcomes(job, 10);
        var dead = installation.broker().nodes().subList(1, 3);
        for (var node : dead) {
            node.kill();
        }
        var invariants = Invariants.of(installation).remember();
        var archive = installation.photos().archive(5);
        var key = UUID.randomUUID().toString();
        await("new work is refused")
                .atMost(Duration.ofMinutes(2))
                .until(() -> installation
                        .history()
                        .submit(installation.api(), archive, 5, key)
                        .equals(new Answer.Refused(503)));
        for (var node : dead) {
            node.launch();
        }
        dead.forEach(Broker.Node::awaitReady);
        var healed = System.nanoTime();
        installation.awaitEnd(job);
        installation.awaitEnd(installation.history().submitUntilAccepted(installation::api, archive, 5));

        Report.survived("cluster", "two of 3 nodes killed: refused with 503, then on", Report.since(healed));
        invariants.hold();
    }

    /** Of each queue all replicas are there: else the next death would take the majority. */
    private static void awaitInSync() {
        await("replicas are in sync").atMost(Duration.ofMinutes(2)).until(() -> {
            var online =
                    installation.broker().node().control("list_queues", "-q", "--no-table-headers", "name", "online");
            return online.lines()
                    .filter(line -> line.startsWith("facematch.") && !line.contains("reply"))
                    .allMatch(line -> List.of(line.split("facematch\\d@", -1)).size() == 4);
        });
        assertThat(installation.broker().nodes()).allMatch(Broker.Node::letsUsIn);
    }
}
