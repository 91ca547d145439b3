package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.job.Outcome;
import io.facematch.job.OutcomeTransaction;
import io.facematch.queue.Delivery;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.core.retry.RetryOperations;

/** The end of a delivery: its outcome is committed, then it is acknowledged, then the client that waits for it is told. */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final OutcomeTransaction transaction;
    private final RetryOperations database;
    private final RabbitTemplate replies;

    Settlement(OutcomeTransaction transaction, RetryOperations database, RabbitTemplate replies) {
        this.transaction = transaction;
        this.database = database;
        this.replies = replies;
    }

    /**
     * Commits and acknowledges. An exception means that some were not acknowledged; their channel is to be closed, which
     * gives them back.
     *
     * @param decided the outcomes of those deliveries that have one
     */
    void settle(List<Delivery> deliveries, List<Outcome> decided, Channel channel) throws IOException {
        if (!decided.isEmpty()) {
            database.invoke(() -> transaction.write(decided));
        }
        for (var delivery : deliveries) {
            channel.basicAck(delivery.tag(), false);
        }
        deliveries.forEach(this::reply);
    }

    /** Says only that the outcome is stored. A client's request that misses it asks the database. */
    private void reply(Delivery delivery) {
        var replyTo = delivery.replyTo();
        if (replyTo == null || delivery.pair().isEmpty()) {
            return;
        }
        var job = delivery.pair().get().job().toString();
        try {
            replies.send(Topology.REPLIES, replyTo, new Message(job.getBytes(StandardCharsets.US_ASCII)));
        } catch (AmqpException e) {
            LOG.debug("A reply could not be sent", e);
        }
    }
}
