package io.facematch.worker.comparison;

import io.facematch.queue.Topology;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the consumers when all exchanges and queues are there. A worker declares none, and must not take pairs that it could
 * neither set aside nor answer.
 */
final class ConsumerStart implements SmartLifecycle {
    static final int PHASE = Integer.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerStart.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final RabbitTemplate broker;
    private final List<SimpleMessageListenerContainer> consumers;
    private volatile boolean running;
    private @Nullable Thread waiting;
    private @Nullable String said;

    ConsumerStart(RabbitTemplate broker, List<SimpleMessageListenerContainer> consumers) {
        this.broker = broker;
        // In one process with an API, that one's consumer starts by itself.
        this.consumers =
                consumers.stream().filter(consumer -> !consumer.isAutoStartup()).toList();
    }

    @Override
    public void start() {
        running = true;
        if (isReady()) {
            consumers.forEach(SimpleMessageListenerContainer::start);
        } else {
            waiting = Thread.ofPlatform().daemon().name("consumer-start").start(this::await);
        }
    }

    private void await() {
        try {
            do {
                Thread.sleep(PAUSE);
            } while (!isReady());
            LOG.info("The queues are there: pairs are taken");
            consumers.forEach(SimpleMessageListenerContainer::start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady() {
        try {
            var missing = broker.execute(Topology::missing);
            missing.ifPresent(
                    name -> say(name + " is not at the broker yet. An API of this version makes it: waiting for that"));
            return missing.isEmpty();
        } catch (AmqpException e) {
            say("The broker can't be reached, or does not let this worker in: trying again. " + e.getMessage());
            return false;
        }
    }

    /** Once, until there is something else to say. */
    private void say(String sentence) {
        if (!sentence.equals(said)) {
            LOG.warn(sentence);
            said = sentence;
        }
    }

    @Override
    public void stop() {
        running = false;
        var thread = waiting;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
