package io.facematch.standalone;

import io.facematch.epoch.EpochFolder;
import io.facematch.epoch.Epochs;
import io.facematch.epoch.Installation;
import io.facematch.epoch.KeySettings;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.standalone.local.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long the results of 10,000 pairs take to be made in a small heap. From the project's folder:
 *
 * <pre>{@code
 * mvn -q -ntp -pl standalone -am test-compile dependency:build-classpath \
 *   -Dmdep.includeScope=test -Dmdep.outputFile=target/classpath
 * cd standalone
 * java --enable-native-access=ALL-UNNAMED -cp "target/test-classes:target/classes:$(cat target/classpath)" \
 *   io.facematch.standalone.ResultsBenchmark
 * }</pre>
 */
final class ResultsBenchmark {
    private static final int OUTCOMES = 10_000;
    private static final Duration GOAL = Duration.ofSeconds(5);

    private ResultsBenchmark() {}

    public static void main(String... arguments) throws Exception {
        var folder = Files.createTempDirectory("facematch-benchmark");
        try {
            results(folder);
        } finally {
            delete(folder);
        }
        // The broker's hook stops it.
        System.exit(0);
    }

    private static void results(Path folder) throws Exception {
        var home = folder.resolve("home");
        try (var up = UpProcess.start(home, List.of("-Xmx128m"), Map.of(), folder.resolve("results.log"));
                var client = up.client()) {
            var job = storeOutcomes(up.database(), keys(up.database(), Home.open(home)));
            var best = Double.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                var started = System.nanoTime();
                var saved = client.saveResults("/v1/jobs/" + job + "/results", folder.resolve("saved"));
                best = Math.min(best, seconds(started));
                System.out.printf(
                        Locale.ROOT,
                        "%d results:  %.2f s, %.1f MB%n",
                        OUTCOMES,
                        seconds(started),
                        Files.size(saved) / 1e6);
            }
            System.out.printf(
                    Locale.ROOT,
                    "at best:        %.2f s (goal %d s, heap of 128 MB) %s%n",
                    best,
                    GOAL.toSeconds(),
                    verdict(best < GOAL.toSeconds()));
        }
    }

    private static JobKeys keys(JdbcClient database, Home home) throws IOException {
        var masterKeys = MasterKeys.of(MasterKey.ofBase64(Files.readString(home.masterKey())));
        var folder = home.folder().resolve("keys");
        var epochKeys =
                EpochFolder.open(folder, Installation.open(database, masterKeys).id(), masterKeys);
        var settings = new KeySettings(folder, Duration.ofHours(1), Duration.ofDays(1));
        return new JobKeys(
                database, new Epochs(database, epochKeys, settings, InstantSource.system()), epochKeys, masterKeys);
    }

    /** A finished job, written past the API; its names are sealed as the API does it. */
    private static UUID storeOutcomes(JdbcClient database, JobKeys keys) {
        var job = UUID.randomUUID();
        database.sql("""
                        insert into job (id, tenant, client, surface, kind, state, lane, operating_point, total, matched,
                            payload_bytes, accepted_on, created_at, finished_at, lease_until, expires_at, purge_at)
                        values (?, 'default', 'benchmark', 'v1', 'BULK', 'COMPLETED', 0, 'STANDARD', ?, ?,
                            0, (now() at time zone 'UTC')::date, now(), now(), now(), now(), now() + interval '7 days')""").params(job, OUTCOMES, OUTCOMES).update();
        try (var labels = DataKey.random()) {
            keys.store(job, keys.wrap(Purpose.LABELS, labels));
            for (int i = 0; i < OUTCOMES; i++) {
                var stem = "customer%06d".formatted(i);
                database.sql("insert into pair (job_id, pair_index, sealed_labels) values (?, ?, ?)")
                        .params(
                                job,
                                i,
                                PayloadCipher.sealNames(
                                        labels,
                                        new SealContext("default", job, i),
                                        stem,
                                        "branch/" + stem + "_image1.jpg",
                                        "branch/" + stem + "_image2.jpg"))
                        .update();
            }
        }
        database.sql("""
                        insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, status, decision, similarity,
                            cosine, threshold, operating_point, embedder, detector, calibration, probe_quality, reference_quality,
                            queue_ms, decode_ms, detect_ms, embed_ms, total_ms, worker, decided_at)
                        select (now() at time zone 'UTC')::date, job_id, pair_index, 'default', 'benchmark', 'v1', 'Success', 'MATCH',
                            0.7 + 0.3 * random(), random(), 0.7, 'STANDARD', 'some-embedder', 'some-detector', 'calibration', random(),
                            random(), 1000 * random(), 5 * random(), 5 * random(), 20 * random(), 40 * random(), 'benchmark', now()
                        from pair where job_id = ?""").param(job).update();
        return job;
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "MISSED";
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
