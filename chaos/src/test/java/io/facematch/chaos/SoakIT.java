package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.chaos.FacematchProcess.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Load for as long as {@code -Dfacematch.soak-minutes} says, and one fault after the other, drawn from a seed that
 * {@code -Dfacematch.soak-seed} repeats. One API and one worker are never ended: what they hold must not grow.
 */
@Tag("soak")
class SoakIT {
    private static final Duration TIME =
            Duration.ofMinutes(Long.parseLong(System.getProperty("facematch.soak-minutes", "10")));

    private final Map<String, Integer> done = new TreeMap<>();

    private interface Fault {
        void happen(Installation installation, Random random) throws Exception;
    }

    private static final List<Map.Entry<String, Fault>> FAULTS = List.of(
            Map.entry("a worker is killed", (at, random) -> {
                at.alive(Kind.WORKER).getLast().kill();
                at.startWorker();
            }),
            Map.entry("a worker is restarted", (at, random) -> {
                at.alive(Kind.WORKER).getLast().terminate();
                at.startWorker();
            }),
            Map.entry("a worker hangs", (at, random) -> {
                var held = at.alive(Kind.WORKER).getFirst();
                held.hold();
                Thread.sleep(1000L * (1 + random.nextInt(30)));
                held.goOn();
            }),
            Map.entry("another API is killed", (at, random) -> {
                var other = at.startAnotherApi();
                Thread.sleep(1000L * random.nextInt(20));
                other.kill();
            }),
            Map.entry("the broker is killed", (at, random) -> {
                at.broker().node().kill();
                at.broker().node().launch();
                at.broker().node().awaitReady();
            }),
            Map.entry("the broker is silent", (at, random) -> {
                at.toBroker().fallSilent();
                Thread.sleep(1000L * (1 + random.nextInt(30)));
            }),
            Map.entry("the broker is cut off", (at, random) -> {
                at.toBroker().cut();
                Thread.sleep(1000L * random.nextInt(10));
                at.toBroker().mend();
            }),
            Map.entry("the broker has no memory", (at, random) -> {
                at.broker().node().memoryAlarm(true);
                Thread.sleep(1000L * random.nextInt(15));
                at.broker().node().memoryAlarm(false);
            }),
            Map.entry("the database is stopped", (at, random) -> {
                at.postgres().stopImmediately();
                Thread.sleep(1000L * random.nextInt(10));
                at.postgres().start();
            }),
            Map.entry("the database is killed", (at, random) -> {
                at.postgres().kill();
                at.postgres().start();
            }),
            Map.entry("the database is silent", (at, random) -> {
                at.toDatabase().fallSilent();
                Thread.sleep(1000L * (1 + random.nextInt(20)));
            }),
            Map.entry("answers of the database are lost", (at, random) -> {
                at.toDatabase().loseAnswersTo("COMMIT", 1 + random.nextInt(5));
                Thread.sleep(5000);
            }),
            Map.entry(
                    "a table is locked",
                    (at, random) -> at.postgres()
                            .lock(
                                    random.nextBoolean() ? "outcome" : "job",
                                    Duration.ofSeconds(1 + random.nextInt(10)))));

    @Test
    void randomFaultsForAsLongAsAskedLoseNothing(@TempDir Path folder) throws Exception {
        var seed = seed();
        Report.line("T28 | soak of " + TIME.toMinutes() + " min, repeated by -Dfacematch.soak-seed=" + seed);
        var random = new Random(seed);
        try (var installation = Installation.start(folder)) {
            var api = installation.alive(Kind.API).getFirst();
            var worker = installation.startWorker().awaitReady();
            installation.startWorker().awaitReady();
            installation.awaitEnd(installation.submit(100));
            var before = held(installation, api, worker);
            var invariants = Invariants.of(installation);
            var load = Load.on(installation, 40);
            var end = System.nanoTime() + TIME.toNanos();
            while (System.nanoTime() < end) {
                var fault = FAULTS.get(random.nextInt(FAULTS.size()));
                fault.getValue().happen(installation, random);
                installation.toBroker().heal();
                installation.toDatabase().heal();
                done.merge(fault.getKey(), 1, Integer::sum);
                Thread.sleep(1000L * random.nextInt(10));
                invariants.remember();
            }
            var healed = System.nanoTime();
            var jobs = load.finish();
            Report.survived("T28", jobs.size() + " jobs, " + done, Report.since(healed));
            invariants.hold();
            assertThat(api.isAlive() && worker.isAlive()).isTrue();
            installation.awaitEnd(installation.submit(100));
            assertNotGrown(before, held(installation, api, worker));
        }
    }

    private static long seed() {
        var asked = System.getProperty("facematch.soak-seed", "");
        return asked.isBlank() ? new Random().nextInt(1_000_000) : Long.parseLong(asked.strip());
    }

    /** What could grow. Memory in MiB. */
    private record Held(long apiMemory, long workerMemory, int apiFiles, int workerFiles, long temporaryFiles) {}

    private static Held held(Installation installation, FacematchProcess api, FacematchProcess worker)
            throws IOException {
        try (var temporary = Files.walk(installation.folder().resolve("tmp"))) {
            return new Held(
                    api.residentBytes() >> 20,
                    worker.residentBytes() >> 20,
                    api.openFiles(),
                    worker.openFiles(),
                    temporary
                            .filter(Files::isRegularFile)
                            // A worker that is killed leaves the libraries that ONNX Runtime unpacked for it.
                            .filter(file -> !file.toString().contains("/onnxruntime-java"))
                            .count());
        }
    }

    private static void assertNotGrown(Held before, Held after) throws IOException {
        Report.line("T28 | before " + before + ", after " + after);
        // Both have a heap of 320 MiB, which Java does not give back.
        assertThat(after.apiMemory()).isLessThan(before.apiMemory() + 250);
        assertThat(after.workerMemory()).isLessThan(before.workerMemory() + 250);
        assertThat(after.apiFiles()).isLessThan(before.apiFiles() + 40);
        assertThat(after.workerFiles()).isLessThan(before.workerFiles() + 40);
        assertThat(after.temporaryFiles()).isLessThanOrEqualTo(before.temporaryFiles() + 5);
    }
}
