package io.facematch.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.security.Owner;
import io.facematch.testing.SettableClock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignInCodesTest {
    private static final Owner OWNER = new Owner("acme", "cli", Set.of("facematch.compare"));

    private final SettableClock clock = new SettableClock();
    private final SignInCodes codes = new SignInCodes(clock);

    @Test
    void aCodeIsGoodOnce() {
        var code = codes.issue(OWNER);

        assertThat(codes.take(code)).contains(OWNER);
        assertThat(codes.take(code)).isEmpty();
    }

    @Test
    void aCodeIsGoodForAnHour() {
        clock.stop();
        var first = codes.issue(OWNER);
        var second = codes.issue(OWNER);

        clock.ahead(SignInCodes.LIFETIME.minusMillis(1));
        assertThat(codes.take(first)).isPresent();
        clock.ahead(SignInCodes.LIFETIME);
        assertThat(codes.take(second)).isEmpty();
        clock.ahead(Duration.ZERO);
        assertThat(codes.take(second))
                .as("it does not come back with the clock")
                .isEmpty();
    }

    @Test
    void oneCodeLeavesTheOthersAlone() {
        var first = codes.issue(OWNER);
        var second = codes.issue(new Owner("bank", "cli", Set.of()));

        assertThat(codes.take("")).isEmpty();
        assertThat(codes.take(first + "A")).isEmpty();
        assertThat(codes.take(second).orElseThrow().tenant()).isEqualTo("bank");
        assertThat(codes.take(first).orElseThrow().tenant()).isEqualTo("acme");
    }

    @Test
    void codesAreRandom() {
        var all = new HashSet<String>();
        for (int n = 0; n < 100; n++) {
            var code = codes.issue(OWNER);
            assertThat(Base64.getUrlDecoder().decode(code)).hasSize(16);
            all.add(code);
        }

        assertThat(all).hasSize(100);
    }
}
