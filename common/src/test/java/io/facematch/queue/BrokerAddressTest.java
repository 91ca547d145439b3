package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facematch.start.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** The client would try guest with its well-known password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://localhost:5672",
                "localhost",
                "amqps://broker.example.com",
                "amqp://facematch@localhost:5672",
                "amqp://facematch:@localhost:5672",
                "amqp://:secret@localhost:5672",
                "amqp://localhost:5672,amqp://other:5672"
            })
    void hasAUserWithAPassword(String uri) {
        assertThat(Refusal.of(catchThrowable(() -> start(uri))))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("FACEMATCH_RABBITMQ_URI can't be used: it names no user with a password")
                        .contains("FACEMATCH_RABBITMQ_USERNAME")
                        .doesNotContain("secret"));
    }

    @Test
    void mayHaveTheUserInOtherSettings() {
        start(
                "amqp://localhost:5672",
                "--facematch.rabbitmq.username=facematch_api",
                "--facematch.rabbitmq.password=secret");
    }

    @Test
    void maySayThatItIsTheOneOnThisMachine() {
        start("amqp://guest:guest@localhost:5672");
    }

    private static void start(String uri, String... settings) {
        var all = new ArrayList<>(List.of(settings));
        all.add("--facematch.rabbitmq.uri=" + uri);
        new SpringApplicationBuilder(QueueConfiguration.class, RabbitAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .run(all.toArray(String[]::new))
                .close();
    }
}
