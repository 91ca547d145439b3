package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.epoch.EpochKeys.KeyLost;
import io.facematch.job.Outcome;
import io.facematch.job.PairId;
import io.facematch.job.Pairs;
import io.facematch.queue.Delivery;
import io.facematch.worker.comparison.FailurePolicy.Attempt;
import io.facematch.worker.comparison.FailurePolicy.Compare;
import io.facematch.worker.comparison.FailurePolicy.Drop;
import io.facematch.worker.comparison.FailurePolicy.GiveUp;
import io.facematch.worker.comparison.FailurePolicy.SetAside;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.core.retry.RetryOperations;

/**
 * Takes pairs from every queue and does with each what the {@link FailurePolicy} says. The outcomes of a batch are stored
 * before its suspects are published, so that a broker that is away does not undo them.
 */
final class PairListener implements ChannelAwareBatchMessageListener {
    private static final Logger LOG = LoggerFactory.getLogger(PairListener.class);

    private final FailurePolicy policy;
    private final ComparisonTask task;
    private final Pairs pairs;
    private final RetryOperations database;
    private final Settlement settlement;
    private final SuspectQueue suspectQueue;
    private final InstantSource clock;

    PairListener(
            FailurePolicy policy,
            ComparisonTask task,
            Pairs pairs,
            RetryOperations database,
            Settlement settlement,
            SuspectQueue suspectQueue,
            InstantSource clock) {
        this.policy = policy;
        this.task = task;
        this.pairs = pairs;
        this.database = database;
        this.settlement = settlement;
        this.suspectQueue = suspectQueue;
        this.clock = clock;
    }

    @Override
    public void onMessageBatch(List<Message> messages, @Nullable Channel given) {
        var channel = Objects.requireNonNull(given, "manual acknowledgement needs the channel");
        try {
            take(messages.stream().map(Delivery::of).toList(), channel);
        } catch (Exception e) {
            giveBack(channel, e);
            throw new AmqpException("messages go back to the broker: " + e.getMessage(), e);
        }
    }

    private void take(List<Delivery> deliveries, Channel channel) throws Exception {
        var outcomes = new ArrayList<Outcome>();
        var done = new ArrayList<Delivery>();
        var suspects = new ArrayList<Delivery>();
        for (var delivery : deliveries) {
            try (var waiting = task.jobOf(delivery).orElse(null)) {
                if (waiting == null) {
                    done.add(delivery);
                    continue;
                }
                switch (policy.step(delivery, clock.instant(), this::attemptsOn)) {
                    case Drop ignored -> done.add(delivery);
                    case Compare ignored -> {
                        task.compare(delivery, waiting).ifPresent(outcomes::add);
                        done.add(delivery);
                    }
                    case Attempt attempt -> {
                        recordAttempt(delivery, attempt.number());
                        task.compare(delivery, waiting).ifPresent(outcomes::add);
                        done.add(delivery);
                    }
                    case GiveUp giveUp -> {
                        outcomes.add(task.abandon(waiting, giveUp.reason()));
                        done.add(delivery);
                    }
                    case SetAside ignored -> suspects.add(delivery);
                }
            } catch (KeyLost lost) {
                LOG.error("A pair can't be opened by anybody: {}", lost.getMessage());
                task.keyLost(delivery).ifPresent(outcomes::add);
                done.add(delivery);
            } catch (CancellationException interrupted) {
                endWith(interrupted, done, outcomes, channel);
            } catch (RuntimeException e) {
                if (!policy.setsAside(delivery, e)) {
                    throw e;
                }
                LOG.error(
                        "A pair is moved to the suspect queue after {}",
                        e.getClass().getName());
                suspects.add(delivery);
            }
        }
        settlement.settle(done, outcomes, channel);
        if (!suspects.isEmpty()) {
            suspectQueue.take(suspects, channel);
        }
    }

    /** This thread is to end: what is done is settled, and the broker delivers the rest to another one. */
    private void endWith(
            CancellationException interrupted, List<Delivery> done, List<Outcome> outcomes, Channel channel)
            throws IOException {
        // Else the database would not be waited for.
        var flag = Thread.interrupted();
        settlement.settle(done, outcomes, channel);
        if (flag) {
            Thread.currentThread().interrupt();
        }
        throw interrupted;
    }

    private Optional<Integer> attemptsOn(PairId id) {
        return database.invoke(() -> pairs.attempts(id));
    }

    private void recordAttempt(Delivery delivery, int attempt) {
        delivery.pair().ifPresent(id -> database.invoke(() -> pairs.recordAttempt(id, attempt)));
    }

    /** The broker delivers again what a closed channel did not acknowledge. */
    private static void giveBack(Channel channel, Exception cause) {
        try {
            channel.abort();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
