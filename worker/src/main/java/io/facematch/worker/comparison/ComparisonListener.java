package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.job.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;

/**
 * Takes pairs from the lanes and from the queue of single pairs. A redelivered pair may be what ended its last worker: it
 * is moved aside unopened, so that it can't take its neighbours with it.
 */
final class ComparisonListener implements ChannelAwareBatchMessageListener {
    private final ComparisonTask task;
    private final Quarantine quarantine;
    private final OutcomeStore store;
    private final Settlement settlement;

    ComparisonListener(ComparisonTask task, Quarantine quarantine, OutcomeStore store, Settlement settlement) {
        this.task = task;
        this.quarantine = quarantine;
        this.store = store;
        this.settlement = settlement;
    }

    @Override
    public void onMessageBatch(List<Message> messages, @Nullable Channel given) {
        var channel = Objects.requireNonNull(given, "manual acknowledgement needs the channel");
        try {
            var outcomes = new ArrayList<Outcome>();
            var settled = new ArrayList<Message>();
            for (var message : messages) {
                if (Boolean.TRUE.equals(message.getMessageProperties().getRedelivered())) {
                    quarantine.take(message, channel);
                } else {
                    store.patiently(() -> task.compare(message)).ifPresent(outcomes::add);
                    settled.add(message);
                }
            }
            settlement.settle(settled, outcomes, channel);
        } catch (Exception e) {
            throw Redelivery.after(e, channel);
        }
    }
}
