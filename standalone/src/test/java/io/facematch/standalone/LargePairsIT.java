package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.testing.Ledger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Archives of some megabytes that unpack to pairs of fourteen, more than there are lanes: API and worker take them in the
 * heap that the launcher gives on two cores, slowly and to the end.
 */
@Tag("slow")
class LargePairsIT {
    private static final String HEAP = "-Xmx512m";
    private static final int ARCHIVES = 10;
    private static final int PAIRS = 8;
    private static final int IMAGE_BYTES = 7_300_000;

    @Test
    void comparesThemAll(@TempDir Path folder) throws Exception {
        var probe = padded(Samples.portrait("person07_selfie"));
        var reference = padded(Samples.portrait("person07_id"));
        var settings = Map.of("FACEMATCH_WORKER_THREADS", "2", "FACEMATCH_LIMITS_UPLOADS", "8");
        try (var up = UpProcess.start(
                        folder.resolve("home"), List.of(HEAP, "-XX:+UseSerialGC"), settings, folder.resolve("up.log"));
                var http = HttpClient.newHttpClient()) {
            var sending = new ArrayList<Thread>();
            var jobs = new ArrayList<UUID>();
            for (int i = 0; i < ARCHIVES; i++) {
                var archive = archive(probe, reference);
                assertThat(archive.length).isLessThan(4_000_000);
                sending.add(Thread.startVirtualThread(() -> {
                    var job = submit(http, up, archive);
                    synchronized (jobs) {
                        jobs.add(job);
                    }
                }));
            }
            for (var thread : sending) {
                thread.join();
            }
            assertThat(jobs).hasSize(ARCHIVES);
            var database = up.database();

            await().atMost(Duration.ofMinutes(8))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        assertThat(up.handle().isAlive()).as(up.output()).isTrue();
                        return jobs.stream()
                                .allMatch(
                                        job -> new Ledger(database, job).state().equals("COMPLETED"));
                    });
            for (var job : jobs) {
                assertThat(new Ledger(database, job).answers()).hasSize(PAIRS).containsOnly("Success");
            }
        }
    }

    /** Sends it again while there is no room for it. */
    private static UUID submit(HttpClient http, UpProcess up, byte[] archive) {
        var request = HttpRequest.newBuilder(up.address().resolve("/v1/jobs"))
                .header("Authorization", "Bearer " + up.token())
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(archive))
                .build();
        return await().atMost(Duration.ofMinutes(8))
                .pollInterval(Duration.ofSeconds(2))
                .until(
                        () -> {
                            var answer = http.send(request, BodyHandlers.ofString());
                            assertThat(answer.statusCode()).as(answer.body()).isIn(202, 429, 503);
                            return answer.statusCode() == 202
                                    ? UUID.fromString(JsonMapper.shared()
                                            .readTree(answer.body())
                                            .path("id")
                                            .asString())
                                    : null;
                        },
                        job -> job != null);
    }

    private static byte[] archive(byte[] probe, byte[] reference) throws IOException {
        var archive = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(archive)) {
            for (int i = 0; i < PAIRS; i++) {
                zip.putNextEntry(new ZipEntry("pair-" + i + "_image1.jpg"));
                zip.write(probe);
                zip.putNextEntry(new ZipEntry("pair-" + i + "_image2.jpg"));
                zip.write(reference);
            }
        }
        return archive.toByteArray();
    }

    /** The same photo with notes before its scan, which belong to it. */
    private static byte[] padded(byte[] photo) {
        var padded = ByteBuffer.allocate(IMAGE_BYTES + photo.length).put(photo, 0, 2);
        var random = new Random(7);
        // So little that the archive expands just as far as allowed.
        var noise = new byte[700];
        while (padded.position() < IMAGE_BYTES - 65_537) {
            random.nextBytes(noise);
            padded.putShort((short) 0xFFFE)
                    .putShort((short) 65_535)
                    .put(noise)
                    .position(padded.position() + 65_533 - noise.length);
        }
        padded.put(photo, 2, photo.length - 2);
        return Arrays.copyOf(padded.array(), padded.position());
    }
}
