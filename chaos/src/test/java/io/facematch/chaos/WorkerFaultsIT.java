package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.chaos.FacematchProcess.Kind;
import io.facematch.chaos.FailPoints.Point;
import io.facematch.chaos.failpoint.Hits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to workers: they are killed, held, and ended between any two steps. */
@Tag("chaos")
class WorkerFaultsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
    }

    @AfterEach
    void withoutWorkers() throws IOException {
        installation.stopWorkers();
    }

    @Test
    void aWorkerKilledTwentyTimesLosesNothing() throws Exception {
        var workers = new ArrayList<>(List.of(installation.startWorker(), installation.startWorker()));
        workers.forEach(FacematchProcess::awaitReady);
        var invariants = Invariants.of(installation);
        try (var load = Load.on(installation, 100)) {
            for (int kill = 0; kill < 20; kill++) {
                installation.awaitMoreOutcomes(3);
                workers.remove(kill % 2).kill();
                invariants.remember();
                workers.add(installation.startWorker().awaitReady());
            }
            var healed = System.nanoTime();
            var jobs = load.finish();

            Report.survived(
                    "T01", "one of two workers killed 20 times during " + jobs.size() + " jobs", Report.since(healed));
        }
        invariants.hold();
    }

    /** One that is added takes its share at once; one that is told to end finishes what it has begun, and no more. */
    @Test
    void aWorkerThatIsAddedIsUsedAndOneThatIsRemovedIsDrained() throws Exception {
        var first = installation.startWorker().awaitReady();
        var job = installation.submit(200);
        installation.awaitOutcomes(job, 10);
        installation.startWorker().awaitReady();
        var added = System.nanoTime();
        first.hold();
        installation.awaitOutcomes(job, installation.outcomes(job) + 5);
        var used = Report.since(added);
        first.goOn();
        installation.awaitOutcomes(job, installation.outcomes(job) + 5);
        var told = System.nanoTime();
        first.terminate();
        assertThat(first.awaitEnd(Duration.ofMinutes(1))).isEqualTo(143);
        var drained = Report.since(told);
        assertThat(installation.state(job)).isEqualTo("RUNNING");
        installation.awaitEnd(job);

        Report.survived("scaling", "a worker added in mid-job: its first five outcomes", used);
        Report.survived("scaling", "a worker told to end in mid-job has ended", drained);
        assertThat(new Transitions(installation.database()).comparedAgain(job))
                .as("pairs compared again that had an outcome")
                .isEmpty();
        Invariants.of(installation).hold();
    }

    static Stream<Point> moments() {
        return FailPoints.OF_A_WORKER.stream();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aWorkerThatEndsBetweenTwoStepsLosesNothing(Point moment) throws Exception {
        var other = installation.startWorker();
        for (int hit : List.of(1, 2 + new Random().nextInt(2))) {
            var point = installation.at(moment, hit);
            var worker = installation.startWorker(point).awaitReady();
            other.awaitReady();
            var died = new AtomicLong();
            worker.whenItEnds(() -> died.set(System.nanoTime()));
            var invariants = Invariants.of(installation);
            // The other one may do most of a job, so that the place is not reached so often in the first.
            for (int job = 0; job < 20 && worker.isAlive(); job++) {
                installation.awaitEnd(installation.submit(30));
                invariants.remember();
            }
            assertThat(worker.awaitEnd(Duration.ofSeconds(10))).as(worker.log()).isEqualTo(Hits.HALTED);
            assertThat(point.report()).exists();

            Report.survived(moment.name(), moment.moment() + ", at time " + hit, Report.since(died.get()));
            invariants.hold();
        }
    }

    @Test
    void aWorkerThatDiesWhileItStopsInOrderLosesNothing() throws Exception {
        var other = installation.startWorker();
        var point = installation.at(FailPoints.W7, 1);
        var worker = installation.startWorker(point).awaitReady();
        other.awaitReady();
        var job = installation.submit(40);
        installation.awaitOutcomes(job, 5);
        worker.terminate();
        assertThat(worker.awaitEnd(Duration.ofMinutes(1))).isEqualTo(Hits.HALTED);
        var died = System.nanoTime();
        installation.awaitEnd(job);

        Report.survived("W7", FailPoints.W7.moment(), Report.since(died));
        Invariants.of(installation).hold();
    }

    @Test
    void allWorkersKilledAndStartedAMinuteLaterLoseNothing() throws Exception {
        var workers = List.of(installation.startWorker(), installation.startWorker());
        workers.forEach(FacematchProcess::awaitReady);
        var job = installation.submit(100);
        installation.awaitOutcomes(job, 10);
        for (var worker : workers) {
            worker.kill();
        }
        var invariants = Invariants.of(installation).remember();
        Thread.sleep(Duration.ofSeconds(60));
        assertThat(installation.state(job)).isEqualTo("RUNNING");
        var healed = System.nanoTime();
        installation.startWorker();
        installation.awaitEnd(job);

        Report.survived("T02", "all workers killed, none for a minute", Report.since(healed));
        invariants.hold();
    }

    /** Longer than the broker waits for a heartbeat: it gives the pairs to the other worker, and both write their outcomes. */
    @Test
    void aWorkerThatWasHeldForNinetySecondsChangesNothing() throws Exception {
        var held = installation.startWorker().awaitReady();
        var job = installation.submit(60);
        installation.awaitOutcomes(job, 5);
        held.hold();
        installation.startWorker();
        Thread.sleep(Duration.ofSeconds(90));
        installation.awaitEnd(job);
        var invariants = Invariants.of(installation).remember();
        var healed = System.nanoTime();
        held.goOn();
        var next = installation.submit(20);
        installation.awaitEnd(next);

        Report.survived("T03", "a worker held for 90 s while another takes over", Report.since(healed));
        assertThat(held.isAlive()).isTrue();
        invariants.hold();
    }

    static Stream<Arguments> killers() {
        return Stream.of(
                Arguments.of("T19", List.of(20)),
                Arguments.of("T20", IntStream.range(40, 60).boxed().toList()));
    }

    /** Those that end every worker that looks at them are given up, and all others are compared. */
    @ParameterizedTest
    @MethodSource("killers")
    void photosThatEndTheirWorkerCostTheOthersNothing(String scenario, List<Integer> killers) throws Exception {
        var marker = new byte[16];
        new Random().nextBytes(marker);
        var archive = installation.photos().archive(100, killers, marker);
        var job = installation.history().submitUntilAccepted(installation::api, archive, 100);
        var deaths = 0;
        while (installation.state(job).equals("RUNNING")) {
            while (installation.alive(Kind.WORKER).size() < 2) {
                var report = folder.resolve("logs/killer-" + deaths++ + ".hit");
                installation.startWorker(FailPoints.KILLER.on(marker, report));
            }
            Thread.sleep(100);
        }
        deaths -= installation.alive(Kind.WORKER).size();

        Report.line(scenario + " | " + killers.size() + " of 100 pairs end their worker | " + deaths + " deaths");
        assertThat(deaths)
                .as("each costs one death in its lane and two beside it")
                .isLessThanOrEqualTo(3 * killers.size());
        installation
                .history()
                .expect(
                        job,
                        killers.stream().collect(Collectors.toMap(pair -> pair, pair -> "Error/PROCESSING_CRASH")));
        Invariants.of(installation).hold();
    }
}
