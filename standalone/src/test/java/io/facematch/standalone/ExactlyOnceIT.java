package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.facematch.queue.Topology;
import io.facematch.testing.Form;
import io.facematch.testing.RawBroker;
import io.facematch.testing.RawBroker.Found;
import io.facematch.testing.TestBroker;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the broker may do to messages, and what anyone with its password may do: a pair gets one outcome all the same,
 * and nothing goes round in circles. The worker rests while a test handles its queues.
 */
class ExactlyOnceIT {
    private static final String JOB = "facematch-job";
    private static final String PAIR = "facematch-pair";
    /** Three of them have an answer without decision, one of those given by the API itself. */
    private static final int PAIRS = 12;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @SuppressWarnings("NullAway.Init")
    private static RawBroker broker;

    @BeforeAll
    static void start() throws IOException {
        server = SharedServer.get();
        broker = new RawBroker(TestBroker.uri());
        // Tells of every change of state, so that a job can be seen to complete once and not twice.
        server.database()
                .sql("create table job_transition (job_id uuid, was text, became text)")
                .update();
        server.database().sql("""
                        create function record_transition() returns trigger language plpgsql security definer as $$
                        begin insert into job_transition values (new.id, old.state, new.state); return new; end $$""").update();
        server.database().sql("""
                        create trigger transition after update of state on job
                        for each row execute function record_transition()""").update();
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    @BeforeEach
    void rest() {
        server.pauseWorker();
        broker.awaitEmptyQueues();
    }

    @AfterEach
    void leaveNothingInTheQueues() {
        awaitDrained();
    }

    @Test
    void countsEveryPairOnceThoughEachMessageComesTwice() throws Exception {
        var job = server.submit(mixedArchive());
        // The pair without bytes has its outcome already.
        var messages = broker.take(PAIRS - 1, Topology.lanes());
        publishShuffled(messages, 2);
        server.resumeWorker();
        server.awaitEnd(job);

        var ledger = server.ledger(job);
        ledger.assertCompletedExactlyOnce(PAIRS);
        assertThat(transitions(job)).containsExactly("ENQUEUING>RUNNING", "RUNNING>COMPLETED");

        // And once more, when the job is over.
        var before = ledger.fingerprint();
        server.pauseWorker();
        publishShuffled(messages, 1);
        server.resumeWorker();
        awaitDrained();
        assertThat(ledger.fingerprint()).isEqualTo(before);
        ledger.assertCompletedExactlyOnce(PAIRS);
        assertThat(transitions(job)).hasSize(2);
    }

    @Test
    void comparesRedeliveredPairsApartFromTheOthers() throws Exception {
        var job = server.submit(mixedArchive());
        broker.redeliver(lane(job), 1);
        server.resumeWorker();
        server.awaitEnd(job);

        var ledger = server.ledger(job);
        ledger.assertCompletedExactlyOnce(PAIRS);
        assertThat(ledger.answers()).doesNotContain("Error/PROCESSING_CRASH");
        var attempts = new ArrayList<>(Collections.nCopies(PAIRS, 1));
        attempts.set(PAIRS - 1, 0);
        assertThat(ledger.attempts()).containsExactlyElementsOf(attempts);
    }

    @Test
    void givesUpAPairThatEndedItsWorkerTwice() throws Exception {
        var job = server.submit(TestArchive.ofPairs(3));
        var messages = broker.take(3, Topology.lanes());
        // Two attempts are on record, and no outcome: that is what a crash leaves.
        server.database()
                .sql("update pair set attempts = 2 where job_id = ? and pair_index = 1")
                .param(job)
                .update();
        for (var message : messages) {
            broker.publish(Topology.SUSPECT, message.properties(), message.body());
        }
        server.resumeWorker();
        server.awaitEnd(job);

        server.ledger(job).assertCompletedExactlyOnce(3);
        assertThat(server.ledger(job).answers()).containsExactly("Success", "Error/PROCESSING_CRASH", "Success");
    }

    @Test
    void comparesAPairThatTheBrokerGaveUp() throws Exception {
        var job = server.submit(TestArchive.ofPairs(1));
        broker.redeliver(lane(job), 51);
        broker.awaitWaiting(Topology.DEAD, 1);
        server.resumeWorker();
        server.awaitEnd(job);

        server.ledger(job).assertCompletedExactlyOnce(1);
        assertThat(server.ledger(job).answers()).containsExactly("Success");
    }

    @Test
    void comparesASinglePairThatIsInTimeThoughItsMessageExpired() throws Exception {
        var accepted = server.json(
                Form.pair(Samples.portrait("person06_selfie"), Samples.portrait("person06_id"))
                        .postTo(server.request("/v1/jobs")),
                202);
        var job = UUID.fromString(accepted.path("id").asString());
        var message = broker.take(1, List.of(Topology.SINGLE)).getFirst();
        assertThat(Duration.ofMillis(Long.parseLong(message.properties().getExpiration())))
                .as("what is left of the ten minutes that a single pair has")
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));

        // Who can write to the broker can write this, too.
        broker.publish(
                Topology.SINGLE, message.properties().builder().expiration("1").build(), message.body());
        broker.awaitWaiting(Topology.DEAD, 1);
        server.resumeWorker();
        server.awaitEnd(job);

        server.ledger(job).assertCompletedExactlyOnce(1);
        assertThat(server.ledger(job).answers()).containsExactly("Success");
    }

    @Test
    void opensNoPairThatWasAlteredOrMoved() throws Exception {
        var job = server.submit(TestArchive.ofPairs(8));
        var foreign = server.submitAs("another", TestArchive.ofPairs(2));
        var taken = broker.take(10, Topology.lanes());
        var messages = ofJob(taken, job);
        var others = ofJob(taken, foreign);
        var whole = messages.get(7);

        publish(messages.get(0), flipLastBit(messages.get(0).body()));
        publish(messages.get(1), messages.get(2).body());
        publish(messages.get(2), messages.get(1).body());
        publish(messages.get(3), others.get(0).body());
        publish(messages.get(4), Arrays.copyOf(messages.get(4).body(), 20));
        publish(messages.get(5), new byte[0]);
        publish(messages.get(6), otherVersion(messages.get(6).body()));
        publish(whole, whole.body());
        publishShuffled(others, 1);
        server.resumeWorker();
        server.awaitOutcomes(job, 1);
        awaitDrained();
        assertThat(server.ledger(job).indices()).containsExactly(7);
        assertThat(server.ledger(job).state()).isEqualTo("RUNNING");

        // Nothing that was dropped stands in the way of the pair itself.
        publishShuffled(messages, 1);
        server.resumeWorker();
        server.awaitEnd(job);
        server.ledger(job).assertCompletedExactlyOnce(8);
        assertThat(server.ledger(job).answers()).containsOnly("Success");
        server.ledger(foreign).assertCompletedExactlyOnce(2);
        assertThat(server.ledger(foreign).answers()).containsExactly("Success", "Success");
    }

    @Test
    void dropsWhatBelongsToNoPair() throws Exception {
        var job = server.submit(TestArchive.ofPairs(2));
        var messages = ofJob(broker.take(2, Topology.lanes()), job);
        var body = messages.get(1).body();
        var forged = List.<Map<String, Object>>of(
                Map.of(JOB, job.toString(), PAIR, 2),
                Map.of(JOB, job.toString(), PAIR, Integer.MAX_VALUE),
                Map.of(JOB, job.toString(), PAIR, -1),
                Map.of(JOB, job.toString(), PAIR, 1L << 33),
                Map.of(JOB, job.toString(), PAIR, "1"),
                Map.of(JOB, job.toString()),
                Map.of(JOB, UUID.randomUUID().toString(), PAIR, 0),
                Map.of(JOB, "nonsense", PAIR, 0),
                Map.of(JOB, List.of(1, 2), PAIR, Map.of()),
                Map.of());
        for (var queue : List.of(lane(job), Topology.SINGLE, Topology.SUSPECT, Topology.DEAD)) {
            for (var headers : forged) {
                broker.publish(
                        queue,
                        messages.get(1).properties().builder().headers(headers).build(),
                        body);
            }
            broker.publish(queue, new BasicProperties(), body);
            broker.publish(queue, new BasicProperties(), new byte[0]);
        }
        publishShuffled(messages, 1);
        server.resumeWorker();
        server.awaitEnd(job);
        awaitDrained();

        server.ledger(job).assertCompletedExactlyOnce(2);
        assertThat(server.ledger(job).answers()).containsExactly("Success", "Success");
        assertThat(server.database()
                        .sql("select count(*) from outcome o where not exists"
                                + " (select from pair p where p.job_id = o.job_id and p.pair_index = o.pair_index)")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** Headers that name each pair, in every queue, ahead of the pair itself. */
    @Test
    void letsNobodyWithoutTheKeySpeakForAPair() throws Exception {
        var job = server.submit(TestArchive.ofPairs(6));
        var messages = ofJob(broker.take(6, Topology.lanes()), job);
        for (var queue : List.of(lane(job), Topology.SINGLE, Topology.SUSPECT, Topology.DEAD)) {
            for (var message : messages) {
                var properties = message.properties();
                var named = Map.of(
                        JOB, job.toString(), PAIR, properties.getHeaders().get(PAIR));
                broker.publish(
                        queue, new BasicProperties.Builder().headers(named).build(), new byte[] {1, 2, 3});
                broker.publish(queue, properties, new byte[] {1, 2, 3});
                if (queue.equals(Topology.DEAD)) {
                    broker.publish(queue, properties, message.body());
                }
            }
        }
        publishShuffled(messages, 1);
        server.resumeWorker();
        server.awaitEnd(job);
        awaitDrained();

        server.ledger(job).assertCompletedExactlyOnce(6);
        assertThat(server.ledger(job).answers()).containsOnly("Success");
    }

    @Test
    void changesNoOutcomeForAForgedLatecomer() throws Exception {
        var job = server.submit(TestArchive.ofPairs(4));
        var messages = ofJob(broker.take(4, Topology.lanes()), job);
        for (int i = 0; i < 3; i++) {
            publish(messages.get(i), messages.get(i).body());
        }
        server.resumeWorker();
        server.awaitOutcomes(job, 3);
        server.pauseWorker();
        var before = server.ledger(job).fingerprint();

        for (int i = 0; i < 3; i++) {
            publish(messages.get(i), flipLastBit(messages.get(i).body()));
            broker.publish(Topology.DEAD, messages.get(i).properties(), new byte[0]);
        }
        server.resumeWorker();
        awaitDrained();
        assertThat(server.ledger(job).fingerprint()).isEqualTo(before);
        assertThat(server.ledger(job).state()).isEqualTo("RUNNING");

        publish(messages.get(3), messages.get(3).body());
        server.resumeWorker();
        server.awaitEnd(job);
        server.ledger(job).assertCompletedExactlyOnce(4);
    }

    /** Pairs of all kinds; the last has an image without bytes. */
    private static byte[] mixedArchive() throws IOException {
        var archive = new Zip();
        for (int i = 0; i < PAIRS - 3; i++) {
            archive.pair("pair-" + i, Samples.portrait("person07_selfie"), Samples.portrait("person07_id"));
        }
        return archive.pair("no-face", Samples.portrait("fixture_no_face"), Samples.portrait("person07_id"))
                .pair("no-photo", new byte[] {1, 2, 3, 4}, Samples.portrait("person07_id"))
                .pair("empty", new byte[0], Samples.portrait("person07_id"))
                .build();
    }

    private static void publishShuffled(List<Found> messages, int times) throws IOException {
        var shuffled = new ArrayList<Found>();
        for (int i = 0; i < times; i++) {
            shuffled.addAll(messages);
        }
        Collections.shuffle(shuffled, new Random(7));
        for (var message : shuffled) {
            broker.publish(message.queue(), message.properties(), message.body());
        }
    }

    private static String lane(UUID job) {
        return Topology.lane(server.database()
                .sql("select lane from job where id = ?")
                .param(job)
                .query(Integer.class)
                .single());
    }

    private static List<String> transitions(UUID job) {
        return server.database()
                .sql("select was || '>' || became from job_transition where job_id = ?")
                .param(job)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Until nothing is left, also nothing that the worker had taken. The worker rests afterwards. */
    private static void awaitDrained() {
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    server.pauseWorker();
                    if (broker.isEmpty()) {
                        return true;
                    }
                    server.resumeWorker();
                    return false;
                });
    }

    /** The messages of a job, in the order of its pairs. */
    private static List<Found> ofJob(List<Found> messages, UUID job) {
        return messages.stream()
                .filter(message -> String.valueOf(
                                message.properties().getHeaders().get(JOB))
                        .equals(job.toString()))
                .sorted(Comparator.comparing(
                        message -> (Integer) message.properties().getHeaders().get(PAIR)))
                .toList();
    }

    /** Another body under a message's headers. */
    private static void publish(Found message, byte[] body) throws IOException {
        broker.publish(message.queue(), message.properties(), body);
    }

    private static byte[] flipLastBit(byte[] sealed) {
        var altered = sealed.clone();
        altered[altered.length - 1] ^= 1;
        return altered;
    }

    private static byte[] otherVersion(byte[] sealed) {
        var altered = sealed.clone();
        altered[0]++;
        return altered;
    }
}
