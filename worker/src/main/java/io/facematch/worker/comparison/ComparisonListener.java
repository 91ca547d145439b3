package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.job.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;

/**
 * Takes pairs from the lanes and from the queue of single pairs. A redelivered pair may be what ended its last worker: it
 * is moved aside unopened, so that it can't take its neighbours with it; and so is one that can't be dealt with here.
 */
final class ComparisonListener implements ChannelAwareBatchMessageListener {
    private static final Logger LOG = LoggerFactory.getLogger(ComparisonListener.class);

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
            var suspect = new ArrayList<Message>();
            for (var message : messages) {
                if (Boolean.TRUE.equals(message.getMessageProperties().getRedelivered())) {
                    suspect.add(message);
                    continue;
                }
                try {
                    store.patiently(() -> task.compare(message)).ifPresent(outcomes::add);
                    settled.add(message);
                } catch (RuntimeException e) {
                    LOG.error("A pair is moved aside after {}", e.getClass().getName());
                    suspect.add(message);
                }
            }
            // What is done is stored before the broker is needed for the rest.
            settlement.settle(settled, outcomes, channel);
            if (!suspect.isEmpty()) {
                quarantine.take(suspect, channel);
            }
        } catch (Exception e) {
            throw Redelivery.after(e, channel);
        }
    }
}
