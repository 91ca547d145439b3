package io.facematch.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.api.problem.Problem;
import io.facematch.testing.SettableClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenRequestLimitsTest {
    private final SettableClock clock = new SettableClock();
    private final TokenRequestLimits limits =
            new TokenRequestLimits(new LimitSettings(1, 1, 5, 3, 1, 1, Map.of()), clock);

    @Test
    void aClientIsNamedSoOftenInAMinute() {
        clock.stop();
        for (int n = 0; n < 3; n++) {
            limits.countClient("fmc_a");
        }

        assertThatThrownBy(() -> limits.countClient("fmc_a")).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.error().status().value()).isEqualTo(429);
            assertThat(problem.error().retryAfter()).isPositive();
        });
        assertThatCode(() -> limits.countClient("fmc_b")).doesNotThrowAnyException();
        clock.ahead(Duration.ofMinutes(1));
        assertThatCode(() -> limits.countClient("fmc_a")).doesNotThrowAnyException();
    }

    @Test
    void anAddressMayNameManyClientsAndIsCountedItself() {
        clock.stop();
        for (int n = 0; n < 5; n++) {
            limits.countAddress("203.0.113.7");
        }

        assertThatThrownBy(() -> limits.countAddress("203.0.113.7")).isInstanceOf(Problem.class);
        assertThatCode(() -> limits.countAddress("203.0.113.8")).doesNotThrowAnyException();
    }

    /** Whoever invents names must not fill the memory. */
    @Test
    void remembersTheLatestOnly() {
        for (int n = 0; n < 30_000; n++) {
            limits.countClient("invented-" + n + "x".repeat(1000));
            limits.countAddress("2001:db8::" + n);
        }

        assertThat(limits.remembered()).isLessThanOrEqualTo(20_000);
    }
}
