package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.NoOpMetricsCollector;
import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("compatibility")
class PublishingBatchIT {
    private static final UUID JOB = UUID.randomUUID();
    private static final DataKey KEY = DataKey.random();
    private static final Duration STALL_LIMIT = Duration.ofSeconds(1);

    /** A broker that starts again may take more than a minute on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String queue = "publishing-" + UUID.randomUUID();
    private final PublishCounter published = new PublishCounter();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Connection administration;
    private Channel admin;
    private Wire wire;
    private ConfirmedPublisher publisher;

    @BeforeEach
    void connect() throws Exception {
        administer();
        wire = new Wire(Broker.connections().getPort());
        publisher = publisher(PATIENCE);
    }

    @AfterEach
    void disconnect() throws Exception {
        publisher.close();
        threads.shutdownNow();
        wire.close();
        admin.queueDelete(queue);
        administration.close();
    }

    @Test
    void returnsWhenEveryMessageIsInTheQueue() throws Exception {
        declareQueue(Map.of());

        publishAll(300, 1000);

        assertThat(drain(300)).containsExactlyElementsOf(indexes(300));
    }

    @Test
    void publishesAgainUntilAQueueIsThere() throws Exception {
        var publishing = inBackground(() -> publishAll(3, 10));
        await().until(() -> published.count() > 3);
        assertThat(publishing).isNotDone();

        declareQueue(Map.of());

        publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(drain(3)).containsExactlyInAnyOrderElementsOf(indexes(3));
    }

    @Test
    void givesUpWhenNoQueueTakesItsMessages() {
        publisher.close();
        publisher = publisher(Duration.ofSeconds(1));

        assertThatExceptionOfType(BrokerUnavailable.class).isThrownBy(() -> publishAll(1, 10));
    }

    @Test
    void publishesAgainWhatAFullQueueRefused() throws Exception {
        declareQueue(Map.of("x-max-length-bytes", 20_000, "x-overflow", "reject-publish"));
        var publishing = inBackground(() -> publishAll(200, 2000));
        // The queue says no a little late: the first window may get in whole.
        await().until(() -> published.refusals() > 0);
        assertThat(publishing).isNotDone();

        var drained = new ArrayList<Integer>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            // The queue may be empty while the last confirms are still on their way.
            drained.addAll(drain(0));
            return publishing.isDone() && admin.messageCount(queue) == 0;
        });

        publishing.get();
        assertThat(drained).containsAll(indexes(200));
    }

    @Test
    void publishesAgainWhileItsCallerWaitsForSomethingElse() throws Exception {
        var confirmed = new AtomicInteger();
        try (var batch = publisher.open()) {
            batch.publish(queue, message(0, 10), isConfirmed -> confirmed.incrementAndGet());
            await().until(() -> published.count() > 1);
            declareQueue(Map.of());

            await().until(() -> {
                batch.catchUp();
                return confirmed.get() == 1;
            });
        }
        assertThat(confirmed).as("once").hasValue(1);
    }

    @Test
    void tellsOfEachMessageOnceWhenItIsGivenUp() throws Exception {
        declareQueue(Map.of());
        var told = Collections.synchronizedList(new ArrayList<Boolean>());
        var batch = publisher.open();
        batch.publish(queue, message(0, 10), told::add);
        batch.awaitConfirms();
        wire.silenceBroker();
        batch.publish(queue, message(1, 10), told::add);
        assertThat(told).containsExactly(true);

        batch.close();

        assertThat(told).as("only the first is durable").containsExactly(true, false);
    }

    @Test
    void restsBeforeItPublishesAgain() {
        publisher.close();
        publisher = publisher(Duration.ofSeconds(2));

        assertThatExceptionOfType(BrokerUnavailable.class).isThrownBy(() -> publishAll(PublishingBatch.WINDOW, 10));

        // 0.2 + 0.4 + 0.8 + 1.6 s: four rounds after the first, and a question to the broker.
        assertThat(published.count()).isLessThanOrEqualTo(5 * PublishingBatch.WINDOW + 1);
    }

    @Test
    void losesNothingThatWasUnconfirmedWhenTheConnectionBroke() throws Exception {
        declareQueue(Map.of());
        try (var batch = publisher.open()) {
            batch.publish(queue, message(0, 10));
            batch.awaitConfirms();
            wire.silenceBroker();
            wire.stopReading();
            for (int index = 1; index <= 20; index++) {
                batch.publish(queue, message(index, 10));
            }
            wire.cut();
            // The numbers of publishing begin anew on the next channel; those of the last one must not be mixed up.
            for (int index = 21; index < 50; index++) {
                batch.publish(queue, message(index, 10));
            }
            batch.awaitConfirms();
        }

        assertThat(drain(50)).containsAll(indexes(50));
    }

    @Test
    void publishesAgainWhenConfirmsAreMissing() throws Exception {
        declareQueue(Map.of());
        try (var batch = publisher.open()) {
            batch.publish(queue, message(0, 10));
            batch.awaitConfirms();
            wire.silenceBroker();
            batch.publish(queue, message(1, 10));
            batch.awaitConfirms();
        }

        assertThat(drain(2)).contains(0, 1);
    }

    @Test
    void opensAnotherConnectionWhenTheBrokerStopsReading() throws Exception {
        declareQueue(Map.of());
        try (var batch = publisher.open()) {
            batch.publish(queue, message(0, 10));
            batch.awaitConfirms();
            wire.stopReading();
            for (int index = 1; index < 20; index++) {
                batch.publish(queue, message(index, 1 << 20));
            }
            batch.awaitConfirms();
        }

        assertThat(drain(20)).containsAll(indexes(20));
    }

    @Test
    void holdsNoMoreThanAWindowOfBytes() throws Exception {
        declareQueue(Map.of());
        try (var batch = publisher.open()) {
            batch.publish(queue, message(0, 10));
            batch.awaitConfirms();
            wire.silenceBroker();
            var size = (int) (PublishingBatch.WINDOW_BYTES / 8);
            var publishing = inBackground(() -> {
                for (int index = 0; index < 9; index++) {
                    batch.publish(queue, message(index, size));
                }
            });

            await().until(() -> published.count() == 10);
            assertThat(publishing).isNotDone();
            publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(published.count()).isGreaterThan(10);
        }
    }

    @Test
    void losesNothingWhileTheBrokerRestartsAndConnectionsBreak() throws Exception {
        assumeThat(TestBroker.isPrivate()).isTrue();
        declareQueue(Map.of());
        var progress = new AtomicInteger();
        var publishing = inBackground(() -> {
            try (var batch = publisher.open()) {
                for (int index = 0; index < 500; index++) {
                    batch.publish(queue, message(index, 20_000));
                    progress.set(index);
                    if (index == 100 || index == 200) {
                        wire.cut();
                    }
                }
                batch.awaitConfirms();
            }
        });
        await().pollInterval(Duration.ofMillis(1)).until(() -> progress.get() > 250);

        TestBroker.stop();
        TestBroker.restart();
        wire.leadTo(Broker.connections().getPort());

        publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        administer();
        assertThat(drain(500)).containsAll(indexes(500));
    }

    @Test
    void sharesAConnectionAmongManyThreads() throws Exception {
        declareQueue(Map.of());
        var work = IntStream.range(0, 8)
                .mapToObj(thread -> inBackground(() -> {
                    try (var batch = publisher.open()) {
                        for (int index = thread * 100; index < thread * 100 + 100; index++) {
                            batch.publish(queue, message(index, 100));
                            if (index == 350) {
                                wire.cut();
                            }
                        }
                        batch.awaitConfirms();
                    }
                }))
                .toList();
        for (var part : work) {
            part.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        assertThat(drain(800)).containsAll(indexes(800));
        assertThat(wire.connections()).isEqualTo(1);
    }

    @Test
    void endsAtOnceWhenItsThreadIsInterrupted() throws Exception {
        var batch = publisher.open();
        var interrupted = new CompletableFuture<Boolean>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                batch.publish(queue, message(0, 10));
                batch.awaitConfirms();
            } catch (BrokerUnavailable e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        await().until(() -> published.count() > 1);

        thread.interrupt();

        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    }

    /** As when several requests come to a process that has just started. */
    @Test
    void letsAllWaitForTheFirstConnectionThatOneOfThemOpens() throws Exception {
        try (var newcomer = publisher(PATIENCE);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> request = newcomer::isAccepting;
            var answers = callers.invokeAll(Collections.nCopies(20, request));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.resultNow()).isTrue());
        }
    }

    /** Each of the operator's commands starts an Erlang of its own, which takes long on a busy machine. */
    @Test
    @Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void acceptsNothingWhileTheBrokerLacksMemory() throws Exception {
        assumeThat(TestBroker.isPrivate()).isTrue();
        declareQueue(Map.of());
        assertThat(publisher.isAccepting()).isTrue();
        try (var newcomer = publisher(PATIENCE)) {
            Future<?> publishing;
            try {
                Broker.control("set_vm_memory_high_watermark", "0");

                await().atMost(Duration.ofSeconds(60)).until(() -> !publisher.isAccepting());
                // Nor is a connection that was opened after the alarm taken for a healthy one.
                assertThat(newcomer.isAccepting()).isFalse();
                publishing = inBackground(() -> publishAll(2, 10));
            } finally {
                Broker.control("set_vm_memory_high_watermark", "0.5");
            }

            await().atMost(Duration.ofSeconds(60)).until(() -> publisher.isAccepting() && newcomer.isAccepting());
            publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(drain(2)).contains(0, 1);
        }
    }

    @Test
    void doesNotKeepCallersWaitingForABrokerThatDoesNotAnswer() throws Exception {
        assertThat(publisher.isAccepting()).isTrue();
        wire.leadTo(1);
        wire.cut();
        await().until(() -> !publisher.isAccepting());

        wire.leadTo(Broker.connections().getPort());

        await().until(() -> publisher.isAccepting());
    }

    private void publishAll(int count, int bytes) throws BrokerUnavailable {
        try (var batch = publisher.open()) {
            for (int index = 0; index < count; index++) {
                batch.publish(queue, message(index, bytes));
            }
            batch.awaitConfirms();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private Future<?> inBackground(Work work) {
        return threads.submit(() -> {
            work.run();
            return null;
        });
    }

    private ConfirmedPublisher publisher(Duration patience) {
        var factory = Broker.connections();
        factory.setMetricsCollector(published);
        return new ConfirmedPublisher(
                factory, List.of(new Address("127.0.0.1", wire.port())), Topology.COMPARISONS, STALL_LIMIT, patience);
    }

    private void administer() throws Exception {
        administration = Broker.connections().newConnection("test");
        admin = administration.createChannel();
        admin.exchangeDeclare(Topology.COMPARISONS, "direct", true);
    }

    private void declareQueue(Map<String, Object> arguments) throws IOException {
        var all = new HashMap<>(arguments);
        all.put("x-queue-type", "quorum");
        admin.queueDeclare(queue, true, false, false, all);
        admin.queueBind(queue, Topology.COMPARISONS, queue);
    }

    private static PublishedPair message(int index, int bytes) {
        return PublishedPair.of(KEY, "acme", new PairId(JOB, index), new byte[bytes], Instant.EPOCH, null, null);
    }

    private static List<Integer> indexes(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Takes messages until the queue is empty, and at least so many. */
    private List<Integer> drain(int atLeast) {
        var indexes = new ArrayList<Integer>();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    for (var got = admin.basicGet(queue, true); got != null; got = admin.basicGet(queue, true)) {
                        indexes.add((Integer) got.getProps().getHeaders().get("facematch-pair"));
                    }
                    return indexes.size() >= atLeast;
                });
        return indexes;
    }

    private static final class PublishCounter extends NoOpMetricsCollector {
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger refusals = new AtomicInteger();

        @Override
        public void basicPublish(Channel channel) {
            count.incrementAndGet();
        }

        @Override
        public void basicPublishNack(Channel channel, long deliveryTag, boolean multiple) {
            refusals.incrementAndGet();
        }

        int refusals() {
            return refusals.get();
        }

        int count() {
            return count.get();
        }
    }
}
