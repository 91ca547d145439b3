package io.facematch.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepsTest {
    private final StringWriter shown = new StringWriter();

    @Test
    void saysWhatIsReadyAndHowLongItTook() {
        assertThat(Steps.line("RabbitMQ", Duration.ofMillis(5_140))).isEqualTo("RabbitMQ ready, 5.1 s");
    }

    @Test
    void saysItWhenTheStepIsOver() {
        var steps = new Steps(new PrintWriter(shown));
        var slow = steps.begin("RabbitMQ");
        var quick = steps.begin("PostgreSQL");
        assertThat(shown.toString()).isEmpty();

        quick.ready();
        slow.ready();
        assertThat(shown.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("facematch: PostgreSQL ready, \\d+\\.\\d s"),
                        line -> assertThat(line).matches("facematch: RabbitMQ ready, \\d+\\.\\d s"));
    }
}
