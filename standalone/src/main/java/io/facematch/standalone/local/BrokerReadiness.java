package io.facematch.standalone.local;

import io.facematch.broker.LocalRabbit;
import io.facematch.standalone.terminal.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.SmartLifecycle;

/** Waits for the broker before anything else with a life cycle starts, and so before anything talks to the broker. */
final class BrokerReadiness implements SmartLifecycle {
    private final LocalRabbit rabbit;
    private final Steps.Step step;
    private boolean running;

    BrokerReadiness(LocalRabbit rabbit, Steps.Step step) {
        this.rabbit = rabbit;
        this.step = step;
    }

    @Override
    public void start() {
        try {
            rabbit.awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        step.ready();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
