package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.springframework.amqp.AmqpException;

/** A delivery that could not be settled. Its channel is closed, so that the broker delivers what it held again. */
final class Redelivery extends AmqpException {
    private Redelivery(Exception cause) {
        super("messages go back to the broker: " + cause.getMessage(), cause);
    }

    static Redelivery after(Exception cause, Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new Redelivery(cause);
    }
}
