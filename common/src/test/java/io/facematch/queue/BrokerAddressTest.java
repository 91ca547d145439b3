package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facematch.start.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** A process uses the broker that it was told to use, and never what happens to answer where brokers usually are. */
class BrokerAddressTest {
    @Test
    void hasNoDefault() {
        assertThat(Refusal.of(catchThrowable(() -> start(""))))
                .hasValueSatisfying(
                        line -> assertThat(line).startsWith("FACEMATCH_RABBITMQ_URI can't be used: it must name"));
    }

    @Test
    void maySayThatItIsTheOneOnThisMachine() {
        start("amqp://guest:guest@localhost:5672");
    }

    private static void start(String uri) {
        new SpringApplicationBuilder(QueueConfiguration.class, RabbitAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .run("--facematch.rabbitmq.uri=" + uri)
                .close();
    }
}
