package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.facematch.api.submission.publishing.KeptArchives;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Archives that are accepted before their pairs are published, and kept until their jobs end. */
class KeptArchiveIT {
    private static final ApiServer API = ApiServer.another(
            "--facematch.submission.accept-after=kept",
            "--facematch.submission.lease=12s",
            "--facematch.submission.retry-within=0s");

    private final String tenant = "kept-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);
    private final String person = "person-" + UUID.randomUUID();

    @AfterAll
    static void stop() {
        API.stop();
    }

    @AfterEach
    void leavesNothing() {
        API.clock.reset();
        API.running(tenant).forEach(job -> API.delete(token, "/v1/jobs/" + job));
        await().untilAsserted(() -> assertThat(uploads()).isEmpty());
        API.assertNotLogged(person, token);
    }

    @Test
    void isPublishedAfterItWasAccepted() {
        var job = submit(3);

        assertThat(API.state(job)).isEqualTo("RUNNING");
        assertThat(pairs(takeAll(job, 3))).containsExactlyInAnyOrder(0, 1, 2);
        await().untilAsserted(() -> assertThat(next(job)).isEqualTo(3));
    }

    @Test
    void isOnTheDiskForItsOwnerAloneAndInNoClearText() throws IOException {
        var marker = ("marker-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);
        var job = API.postZip(token, new Zip().pair(person, marker, marker).build())
                .id();

        var files = uploads();
        assertThat(files).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getFirst())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(files.getFirst(), StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(marker, StandardCharsets.ISO_8859_1), person);
        assertThat(files.getFirst().toString()).doesNotContain(person);
        takeAll(job, 1);
    }

    @Test
    void goesOnWhereAProcessBeforeItStopped() {
        var job = submit(5);
        takeAll(job, 5);
        API.decide(job, 3, 4, index -> ApiServer.compared(0.9));

        // As that process left it: the first pair is safe, and its lease has run out.
        leave(job, 1);

        assertThat(pairs(takeAll(job, 3)))
                .as("neither the first nor the decided one")
                .containsExactlyInAnyOrder(1, 2, 4);
        await().untilAsserted(() -> assertThat(next(job)).isEqualTo(5));
    }

    @Test
    void isTakenOverByAnotherProcessUnderTheOtherSettingToo() {
        var other = ApiServer.another(
                "--facematch.submission.accept-after=kept",
                "--facematch.submission.lease=12s",
                "--facematch.submission.retry-within=0s");
        var job = other.postZip(token, Zip.ofPairs(person)).id();
        takeAll(job, 1);
        other.stop();
        leaveIn(other, job, 0);

        try (var process = other.process(setting -> setting.replace("accept-after=kept", "accept-after=published"))) {
            assertThat(process.isRunning()).isTrue();
            assertThat(pairs(takeAll(job, 1))).containsExactly(0);
        }
    }

    @Test
    void endsWithItsJob() {
        var completed = submit(2);
        var cancelled = submit(2);
        assertThat(uploads()).hasSize(2);

        API.complete(completed);
        API.delete(token, "/v1/jobs/" + cancelled);

        await().untilAsserted(() -> assertThat(uploads()).isEmpty());
        assertThat(API.keysOf(completed)).containsExactly("LABELS");
        assertThat(API.sql
                        .sql("select count(*) from job_archive where job_id in (?, ?)")
                        .params(completed, cancelled)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void isCancelledWhenItsClientWasToldOtherwise() {
        var job = submit(2);

        API.bean(KeptArchives.class).disown(job);

        await().untilAsserted(() -> assertThat(API.state(job)).isEqualTo("CANCELLED"));
    }

    @Test
    void isPublishedAgainWhereTheBrokerLostIt() {
        var job = submit(4);
        takeAll(job, 4);
        API.decide(job, 0, 2, index -> ApiServer.compared(0.9));
        await().until(() -> API.sql
                .sql("select seen_done = 2 from job_archive where job_id = ?")
                .param(job)
                .query(Boolean.class)
                .optional()
                .orElse(false));

        API.sql
                .sql("update job_archive set seen_at = now() - interval '1 hour' where job_id = ?")
                .param(job)
                .update();

        assertThat(pairs(takeAll(job, 2))).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void givesPairsOfALostFileAnOutcomeThatSaysSo() throws IOException {
        var job = submit(3);
        takeAll(job, 3);
        API.decide(job, 0, 1, index -> ApiServer.compared(0.9));
        for (var file : uploads()) {
            Files.delete(file);
        }

        leave(job, 1);

        awaitLonger().untilAsserted(() -> assertThat(API.state(job)).isEqualTo("COMPLETED"));
        var outcomes = API.get(token, "/v1/jobs/" + job + "/outcomes").json().get("items");
        assertThat(outcomes.get(0).get("status").asString()).isEqualTo("Success");
        for (int index = 1; index < 3; index++) {
            assertThat(outcomes.get(index).get("status").asString()).isEqualTo("Error");
            assertThat(outcomes.get(index).toString()).contains("payload_lost", "send the pair again");
        }
    }

    @Test
    void givesOnlyPairsOfADamagedPartAnOutcomeThatSaysSo() throws IOException {
        var large = new byte[700_000]; // two make more than a segment of the file's cipher, which is a mebibyte
        var zip = new Zip()
                .pair("a", large, large)
                .pair("b")
                .pair("c", large, large)
                .build();
        var job = API.postZip(token, zip).id();
        takeAll(job, 3);
        damage(uploads().getFirst(), 1 << 19);

        leave(job, 0);

        assertThat(pairs(takeAll(job, 2))).as("from behind it").containsExactlyInAnyOrder(1, 2);
        awaitLonger()
                .untilAsserted(() -> assertThat(API.get(token, "/v1/jobs/" + job + "/outcomes")
                                .json()
                                .get("items")
                                .get(0)
                                .toString())
                        .contains("payload_lost"));
    }

    @Test
    void givesPairsWhoseKeyIsLostAnOutcomeThatSaysSo() throws IOException {
        var job = submit(2);
        takeAll(job, 2);
        API.sql
                .sql(
                        "update job_key set wrapped = set_byte(wrapped, 3, get_byte(wrapped, 3) # 1) where job_id = ? and purpose = 'PAYLOAD'")
                .param(job)
                .update();

        leave(job, 0);

        await().untilAsserted(() -> assertThat(API.state(job)).isEqualTo("COMPLETED"));
        assertThat(API.get(token, "/v1/jobs/" + job + "/outcomes").text()).contains("key_lost");
    }

    @Test
    void leavesUploadsOfKilledProcessesAloneForHalfAMinuteAndKeepsWhatIsAccepted() throws IOException {
        var job = submit(1);
        takeAll(job, 1);
        var accepted = uploads().getFirst();
        var abandoned =
                Files.write(API.spool.resolve("upload-" + UUID.randomUUID() + "-" + UUID.randomUUID()), new byte[] {1});
        API.clock.stop();

        await().pollDelay(Duration.ofSeconds(1)).until(() -> Files.exists(abandoned));
        API.clock.ahead(Duration.ofSeconds(31));

        await().until(() -> !Files.exists(abandoned));
        assertThat(accepted).exists();
    }

    private UUID submit(int pairs) {
        var stems = IntStream.range(0, pairs).mapToObj(i -> person + "-" + i).toArray(String[]::new);
        var answer = API.postZip(token, Zip.ofPairs(stems));
        assertThat(answer.status()).isEqualTo(202);
        return answer.id();
    }

    /** Takes so many messages of a job out of its queue, and waits for them. */
    private static List<GetResponse> takeAll(UUID job, int count) {
        var taken = new ArrayList<GetResponse>();
        awaitLonger().until(() -> {
            taken.addAll(API.takeMessages(job));
            return taken.size() >= count;
        });
        assertThat(taken).hasSize(count);
        return taken;
    }

    private static List<Integer> pairs(List<GetResponse> messages) {
        return messages.stream()
                .map(message -> (Integer) message.getProps().getHeaders().get("facematch-pair"))
                .toList();
    }

    private static void leave(UUID job, int next) {
        leaveIn(API, job, next);
    }

    private static void leaveIn(ApiServer server, UUID job, int next) {
        server.sql
                .sql(
                        "update job_archive set next_pair = ?, turn = turn + 1, lease_until = now() - interval '1 second' where job_id = ?")
                .params(next, job)
                .update();
    }

    private static int next(UUID job) {
        return API.sql
                .sql("select next_pair from job_archive where job_id = ?")
                .param(job)
                .query(Integer.class)
                .single();
    }

    private static void damage(Path file, long at) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[64]), at);
        }
    }

    private static List<Path> uploads() {
        try (var files = Files.list(API.spool)) {
            return files.filter(file -> file.getFileName().toString().startsWith("upload-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(60));
    }

    private static ConditionFactory awaitLonger() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofMinutes(2));
    }
}
