package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.testing.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        try (var load = Load.on(installation, 60)) {
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

            Report.survived(
                    "cluster", "each of 3 nodes killed once during " + jobs.size() + " jobs", Report.since(healed));
        }
        invariants.hold();
    }

    /** An archive that is kept may be accepted all the same; it waits on the disk. A single pair needs the broker. */
    @Test
    void withoutAMajorityNoPairIsAcceptedAndNothingIsLost() throws Exception {
        var job = installation.submit(100);
        installation.awaitOutcomes(job, 10);
        var dead = installation.broker().nodes().subList(1, 3);
        for (var node : dead) {
            node.kill();
        }
        var invariants = Invariants.of(installation).remember();
        await("single pairs are refused").atMost(Duration.ofMinutes(3)).until(() -> single() == 503);
        for (var node : dead) {
            node.launch();
        }
        dead.forEach(Broker.Node::awaitReady);
        var healed = System.nanoTime();
        installation.awaitEnd(job);
        installation.awaitEnd(installation.submit(5));

        Report.survived("cluster", "two of 3 nodes killed: 503, then on", Report.since(healed));
        invariants.hold();
    }

    private static int single() throws IOException, InterruptedException {
        var history = installation.history();
        var answer = history.send(
                Form.pair(installation.photos().probe(), installation.photos().reference())
                        .postTo(history.request(installation.api(), "/v1/jobs")));
        if (answer.statusCode() / 100 == 2) {
            history.acknowledge(answer.body(), 1);
        }
        return answer.statusCode();
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
