package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.chaos.History.Answer;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the broker, and between it and the processes. */
@Tag("chaos")
class BrokerFaultsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(folder);
        installation.startWorker().awaitReady();
        Report.line("RabbitMQ " + installation.broker().version() + ", PostgreSQL "
                + installation.postgres().version());
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
    }

    @BeforeEach
    void allIsWell() {
        installation.alive(FacematchProcess.Kind.WORKER).forEach(FacematchProcess::awaitReady);
    }

    @AfterEach
    void healed() {
        installation.toBroker().heal();
        clients.close();
    }

    @Test
    void aBrokerKilledFiveTimesLosesNothing() throws Exception {
        var invariants = Invariants.of(installation);
        try (var load = Load.on(installation, 60)) {
            for (int kill = 0; kill < 5; kill++) {
                // Some of it is being published when the broker dies, some is being compared.
                installation.awaitMoreOutcomes(10);
                installation.broker().node().kill();
                invariants.remember();
                installation.broker().node().launch();
                installation.broker().node().awaitReady();
            }
            var healed = System.nanoTime();
            load.finish();

            Report.survived("T04", "the broker killed 5 times", Report.since(healed));
        }
        invariants.hold();
    }

    @Test
    void aBrokerThatStopsAndBreaksItsConnectionsLosesNothing() throws Exception {
        var node = installation.broker().node();
        var job = installation.submit(150);
        installation.awaitOutcomes(job, 5);
        node.control("stop_app");
        node.control("start_app");
        for (int times = 0; times < 4; times++) {
            Thread.sleep(5000);
            node.control("close_all_connections", "a test");
        }
        var healed = System.nanoTime();
        installation.awaitEnd(job);

        Report.survived("T05", "stop_app, start_app, then all connections closed 4 times", Report.since(healed));
        Invariants.of(installation).hold();
        await("all consumers are back")
                .atMost(Duration.ofSeconds(60))
                .until(() -> node.control("list_queues", "-q", "--no-table-headers", "name", "consumers")
                        .lines()
                        .filter(line -> line.startsWith("facematch.") && !line.contains("reply"))
                        .allMatch(line -> !line.endsWith("\t0")));
    }

    @Test
    void aMemoryAlarmRefusesNewWorkAndLosesNothing() throws Exception {
        anAlarm(
                "T07",
                "memory alarm for 30 s",
                on -> installation.broker().node().memoryAlarm(on));
    }

    @Test
    void aDiskAlarmRefusesNewWorkAndLosesNothing() throws Exception {
        anAlarm("T08", "disk alarm for 30 s", on -> installation.broker().node().diskAlarm(on));
    }

    private interface Alarm {
        void set(boolean on) throws IOException;
    }

    private void anAlarm(String scenario, String what, Alarm alarm) throws Exception {
        var before = installation.submit(60);
        alarm.set(true);
        // The first notices the alarm, if nobody did before; from then on others are refused before they send a byte.
        var first = submitInBackground(3);
        var key = UUID.randomUUID().toString();
        var archive = installation.photos().archive(3);
        await("new work is refused")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> installation.history().submit(installation.api(), archive, 3, key)
                                instanceof Answer.Refused refused
                        && refused.status() == 503);
        var asked = System.nanoTime();
        assertThat(installation.history().submit(installation.api(), archive, 3, key))
                .isEqualTo(new Answer.Refused(503));
        Report.line(scenario + " | a submission is refused after "
                + Report.since(asked).toMillis() + " ms");
        Thread.sleep(Duration.ofSeconds(30));
        alarm.set(false);
        var healed = System.nanoTime();
        awaitEnd(List.of(first, submitInBackground(10)));
        installation.awaitEnd(before);

        Report.survived(scenario, what, Report.since(healed));
        Invariants.of(installation).hold();
    }

    @Test
    void aFullQueueHoldsTheApiBackAndLosesNothing() throws Exception {
        installation.stopWorkers();
        installation
                .broker()
                .node()
                .control(
                        "set_policy",
                        "full",
                        "^facematch\\.bulk\\.",
                        "{\"max-length-bytes\": 2000000}",
                        "--apply-to",
                        "queues");
        var jobs = List.of(submitInBackground(150));
        Thread.sleep(10_000);
        installation.startWorker();
        var healed = System.nanoTime();
        awaitEnd(jobs);
        installation.broker().node().control("clear_policy", "full");

        Report.survived("T09", "queues full at 2 MB, no worker for 10 s", Report.since(healed));
        Invariants.of(installation).hold();
    }

    @Test
    void lostConfirmsPublishAgainAndCountOnce() throws Exception {
        // The exchange's name is in each message that is published, and in no other frame of a running connection.
        var before = installation.toBroker().answersLost();
        installation.toBroker().loseAnswersTo(Topology.COMPARISONS, 3);
        var job = installation.submit(60);
        // The archive may be accepted before its first pair is published.
        await("connections break")
                .atMost(Duration.ofMinutes(1))
                .until(() -> installation.toBroker().answersLost() > before);
        var healed = System.nanoTime();
        installation.awaitEnd(job);

        Report.survived("T13, B1", "connections cut before the broker's confirm came back", Report.since(healed));
        Invariants.of(installation).hold();
    }

    @Test
    void aSilentNetworkToTheBrokerIsNoticed() throws Exception {
        var job = installation.submit(100);
        installation.awaitOutcomes(job, 10);
        installation.toBroker().fallSilent();
        var silent = System.nanoTime();
        await("health tells that the broker is away")
                .atMost(Duration.ofSeconds(60))
                .until(() -> installation
                                .history()
                                .http()
                                .send(
                                        installation
                                                .history()
                                                .request(installation.api(), "/actuator/health/readiness")
                                                .build(),
                                        java.net.http.HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 503);
        Report.line("T14 | the silence is noticed after " + Report.since(silent).toSeconds() + " s");
        Thread.sleep(Duration.ofSeconds(100));
        installation.toBroker().heal();
        var healed = System.nanoTime();
        installation.awaitEnd(job);

        Report.survived("T14", "two minutes of silence between all and the broker", Report.since(healed));
        Invariants.of(installation).hold();
    }

    @Test
    void aSlowNetworkToTheBrokerLosesNothing() throws Exception {
        installation.toBroker().slow(Duration.ofMillis(50));
        var job = installation.submit(20);
        installation.awaitOutcomes(job, 5);
        installation.toBroker().slow(Duration.ZERO);
        installation.toBroker().trickle(200_000);
        var other = installation.submit(20);
        installation.awaitEnd(job);
        installation.awaitEnd(other);
        installation.toBroker().heal();

        Report.survived("latency", "50 ms each way, then 200 kB/s", Duration.ZERO);
        Invariants.of(installation).hold();
    }

    /** What it confirmed is gone; the archives are still kept. */
    @Test
    void aBrokerThatLosesItsDiskHasThePairsPublishedAgain() throws Exception {
        installation.stopWorkers();
        var job = installation.submit(40);
        await("all pairs are published")
                .atMost(Duration.ofMinutes(2))
                .until(() -> installation
                        .database()
                        .sql("select next_pair = 40 from job_archive where job_id = ?")
                        .param(job)
                        .query(Boolean.class)
                        .single());
        installation.broker().node().kill();
        installation.broker().node().wipe();
        installation.broker().node().launch();
        installation.broker().node().awaitReady();
        var healed = System.nanoTime();
        installation.startWorker();
        installation.awaitEnd(job);

        Report.survived("T06", "the broker loses its disk; published again after 10 leases", Report.since(healed));
        Invariants.of(installation).hold();
    }

    private Future<UUID> submitInBackground(int pairs) {
        Callable<UUID> submission = () -> installation.submit(pairs);
        return clients.submit(submission);
    }

    private static void awaitEnd(List<Future<UUID>> jobs) throws Exception {
        for (var job : jobs) {
            installation.awaitEnd(job.get());
        }
    }
}
