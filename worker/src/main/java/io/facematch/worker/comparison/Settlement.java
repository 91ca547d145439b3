package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.job.Outcome;
import io.facematch.job.PairId;
import io.facematch.queue.PairMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** The end of a message: its outcome is committed, then it is acknowledged, then who waits for it is told. */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final OutcomeStore store;
    private final RabbitTemplate replies;

    Settlement(OutcomeStore store, RabbitTemplate replies) {
        this.store = store;
        this.replies = replies;
    }

    /**
     * Commits and acknowledges. An exception means that some were not acknowledged; their channel is to be closed, which
     * gives them back.
     *
     * @param outcomes of those messages that have one
     */
    void settle(List<Message> messages, List<Outcome> outcomes, Channel channel) throws IOException, TransientFault {
        store.write(outcomes);
        for (var message : messages) {
            channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
        }
        messages.forEach(this::reply);
    }

    /** Only says that the outcome is stored; who does not hear it, asks the database. */
    private void reply(Message message) {
        var replyTo = message.getMessageProperties().getReplyTo();
        var id = PairMessage.idOf(message.getMessageProperties()).map(PairId::job);
        if (replyTo == null || id.isEmpty()) {
            return;
        }
        try {
            replies.send("", replyTo, new Message(id.get().toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (AmqpException e) {
            LOG.debug("A reply could not be sent", e);
        }
    }
}
