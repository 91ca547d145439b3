package io.facematch.api.submission;

import io.facematch.queue.Topology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets a request wait for its job's outcome. A reply says only that the outcome is stored. */
final class Replies {
    private final String queue;
    private final Map<UUID, CountDownLatch> waiting = new ConcurrentHashMap<>();

    private Replies(String queue) {
        this.queue = queue;
    }

    /** This process's own queue, gone with its connection. */
    String queue() {
        return queue;
    }

    /** A request that waits. Open it before the job is published, so that no reply is missed. */
    final class Waiter implements AutoCloseable {
        private final UUID job;
        private final CountDownLatch latch = new CountDownLatch(1);

        private Waiter(UUID job) {
            this.job = job;
            waiting.put(job, latch);
        }

        /** Returns true after the reply, false after {@code atMost} without one. */
        boolean await(Duration atMost) throws InterruptedException {
            return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            waiting.remove(job);
        }
    }

    Waiter waiter(UUID job) {
        return new Waiter(job);
    }

    private void onMessage(Message message) {
        try {
            var latch = waiting.get(UUID.fromString(new String(message.getBody(), StandardCharsets.US_ASCII)));
            if (latch != null) {
                latch.countDown();
            }
        } catch (IllegalArgumentException e) {
            // Not a job's id: not for us.
            return;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {
        @Bean
        Queue replyQueue() {
            // Not Spring's Queue: RabbitMQ 3.10 refuses one of its arguments.
            return new Queue("facematch.reply." + UUID.randomUUID(), false, true, true);
        }

        @Bean
        Binding replyBinding(Queue replyQueue) {
            return BindingBuilder.bind(replyQueue)
                    .to(new DirectExchange(Topology.REPLIES))
                    .withQueueName();
        }

        @Bean
        Replies replies(Queue replyQueue) {
            return new Replies(replyQueue.getName());
        }

        @Bean
        SimpleMessageListenerContainer replyContainer(
                ConnectionFactory connections, Queue replyQueue, Replies replies) {
            var container = new SimpleMessageListenerContainer(connections);
            container.setQueues(replyQueue);
            container.setAcknowledgeMode(AcknowledgeMode.NONE);
            container.setMissingQueuesFatal(false);
            // By default, it would never try again.
            container.setPossibleAuthenticationFailureFatal(false);
            container.setMessageListener(replies::onMessage);
            return container;
        }
    }
}
