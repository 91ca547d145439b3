package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.verification.Reason;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/** The pairs that the broker gave up on get their outcome, too. Needs no key: the headers say whose it is. */
final class DeadLetterListener implements ChannelAwareMessageListener {
    private static final String FIRST_REASON = "x-first-death-reason";

    private final ComparisonTask task;
    private final OutcomeStore store;
    private final Settlement settlement;

    DeadLetterListener(ComparisonTask task, OutcomeStore store, Settlement settlement) {
        this.task = task;
        this.store = store;
        this.settlement = settlement;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel given) {
        var channel = Objects.requireNonNull(given, "manual acknowledgement needs the channel");
        var expired = "expired".equals(message.getMessageProperties().getHeader(FIRST_REASON));
        var reason = expired ? Reason.DEADLINE_PASSED : Reason.DELIVERY_LIMIT;
        try {
            var outcome = store.patiently(() -> task.abandon(message, reason));
            settlement.settle(List.of(message), outcome.stream().toList(), channel);
        } catch (Exception e) {
            throw Redelivery.after(e, channel);
        }
    }
}
