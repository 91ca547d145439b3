package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.job.Outcome;
import io.facematch.job.PairId;
import io.facematch.queue.PairMessage;
import io.facematch.verification.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares suspect pairs one at a time. Each attempt is on record before it begins; a pair that did not survive two of
 * them is given up.
 */
final class SuspectListener implements ChannelAwareMessageListener {
    private static final int ATTEMPTS = 2;

    private final ComparisonTask task;
    private final OutcomeStore store;
    private final Settlement settlement;
    private final JdbcClient jdbc;

    SuspectListener(ComparisonTask task, OutcomeStore store, Settlement settlement, JdbcClient jdbc) {
        this.task = task;
        this.store = store;
        this.settlement = settlement;
        this.jdbc = jdbc;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel given) {
        var channel = Objects.requireNonNull(given, "manual acknowledgement needs the channel");
        try {
            var id = PairMessage.idOf(message.getMessageProperties());
            Optional<Outcome> outcome = id.isEmpty() ? Optional.empty() : attempt(id.get(), message);
            settlement.settle(List.of(message), outcome.stream().toList(), channel);
        } catch (Exception e) {
            throw Redelivery.after(e, channel);
        }
    }

    private Optional<Outcome> attempt(PairId id, Message message) throws TransientFault {
        var before = store.patiently(() -> attemptsOn(id));
        if (before.isEmpty()) {
            return Optional.empty();
        }
        if (before.get() >= ATTEMPTS) {
            return store.patiently(() -> task.abandon(message, Reason.PROCESSING_CRASH));
        }
        store.patiently(() -> record(id, before.get() + 1));
        return store.patiently(() -> task.compare(message));
    }

    private Optional<Integer> attemptsOn(PairId id) {
        return jdbc.sql("select attempts from pair where job_id = ? and pair_index = ?")
                .params(id.job(), id.index())
                .query(Integer.class)
                .optional();
    }

    /** Sets the number rather than adding to it: after a lost answer it is written again and must not count twice. */
    private int record(PairId id, int attempt) {
        return jdbc.sql("update pair set attempts = ? where job_id = ? and pair_index = ?")
                .params(attempt, id.job(), id.index())
                .update();
    }
}
