package io.facematch.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter shown = new StringWriter();

    @Test
    void showsBarSpeedAndTimeLeft() {
        assertThat(ProgressLine.line(50, 200, "pairs", Duration.ofSeconds(2)))
                .isEqualTo("[#######.......................] 50/200  25.0 pairs/s  0:06 left");
    }

    @Test
    void showsHoursForALongJob() {
        assertThat(ProgressLine.line(1_000, 100_000, "pairs", Duration.ofMinutes(1)))
                .isEqualTo("[..............................] 1000/100000  16.7 pairs/s  1:39:00 left");
    }

    @Test
    void showsHowLongItTookAtTheEnd() {
        assertThat(ProgressLine.line(200, 200, "pairs", Duration.ofSeconds(80)))
                .isEqualTo("[##############################] 200/200  2.5 pairs/s  in 1:20");
    }

    @Test
    void promisesNothingBeforeTheFirstPair() {
        assertThat(ProgressLine.line(0, 200, "pairs", Duration.ZERO))
                .isEqualTo("[..............................] 0/200  0.0 pairs/s  ");
    }

    @Test
    void bearsTheLargestJob() {
        assertThat(ProgressLine.line(1_000_000_000, 1_000_000_000, "pairs", Duration.ofHours(30)))
                .startsWith("[##############################]")
                .endsWith("in 30:00:00");
    }

    @Test
    void growsOnOneLineOfATerminal() {
        var progress = new ProgressLine(new PrintWriter(shown), true, "pairs");
        progress.show(1, 2, Duration.ofSeconds(1));
        progress.show(2, 2, Duration.ofSeconds(2));
        progress.end();

        assertThat(shown.toString())
                .isEqualToNormalizingNewlines("\r[###############...............] 1/2  1.0 pairs/s  0:01 left\033[K"
                        + "\r[##############################] 2/2  1.0 pairs/s  in 0:02\033[K\n");
    }

    @Test
    void writesALineNowAndThenToAFile() {
        var progress = new ProgressLine(new PrintWriter(shown), false, "pairs");
        for (int second = 1; second <= 25; second++) {
            progress.show(second, 100, Duration.ofSeconds(second));
        }
        progress.show(100, 100, Duration.ofSeconds(26));
        progress.end();

        assertThat(shown.toString().lines())
                .map(line -> line.replaceAll(".*] (\\S+) .*", "$1"))
                .containsExactly("11/100", "22/100", "100/100");
        assertThat(shown.toString()).doesNotContain("\r[", "\033");
    }
}
