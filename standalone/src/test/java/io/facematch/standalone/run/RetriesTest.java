package io.facematch.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.run.Retries.TryAgain;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private Instant now = Instant.EPOCH;
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Retries retries = new Retries(() -> now, this::pause, Duration.ofMinutes(10), said::add);
    private int attempts;

    private void pause(Duration time) {
        pauses.add(time);
        now = now.plus(time);
    }

    @Test
    void askAgainWithGrowingPausesAndSayWhyOnce() throws Exception {
        var answer = retries.until(() -> {
            if (attempts++ < 7) {
                throw new IOException("the cable is out");
            }
            return "here";
        });

        assertThat(answer).isEqualTo("here");
        assertThat(pauses).map(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(said).containsExactly("the cable is out");
    }

    @Test
    void waitAsLongAsTheServerSays() throws Exception {
        retries.until(() -> {
            if (attempts++ < 2) {
                throw new TryAgain("the server is busy", Duration.ofSeconds(7));
            }
            return "here";
        });
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void endWhenPatienceDoes() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> retries.until(() -> {
                    throw new IOException("the cable is out");
                }))
                .withMessage("the cable is out");
        assertThat(Duration.between(Instant.EPOCH, now)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    }

    @Test
    void failAtOnceWithoutPatience() {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> Retries.NONE.until(() -> {
                    throw new TryAgain("the server is busy", Duration.ofSeconds(7));
                }))
                .withMessage("the server is busy");
    }

    @Test
    void donTAskAgainWhatIsRefused() {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> retries.until(() -> {
                    throw new CommandFailed("no");
                }));
        assertThat(pauses).isEmpty();
    }
}
