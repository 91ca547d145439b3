package io.facematch.standalone.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows progress: on a terminal as one line that changes, elsewhere as a new line every ten seconds. */
public final class ProgressLine {
    private static final int BAR = 30;
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final String unit;
    private Duration lastLine = Duration.ZERO;

    /** @param unit of what is done, such as {@code pairs} */
    public ProgressLine(PrintWriter out, String unit) {
        this(out, isTerminal(), unit);
    }

    ProgressLine(PrintWriter out, boolean terminal, String unit) {
        this.out = out;
        this.terminal = terminal;
        this.unit = unit;
    }

    public void say(String text) {
        out.println(text);
        out.flush();
    }

    public void show(int done, int total, Duration elapsed) {
        var line = line(done, total, unit, elapsed);
        if (terminal) {
            out.print("\r" + line + "\033[K");
        } else if (done == total || elapsed.minus(lastLine).compareTo(LINE_EVERY) > 0) {
            out.println(line);
            lastLine = elapsed;
        }
        out.flush();
    }

    public void end() {
        if (terminal) {
            out.println();
            out.flush();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 does return null, without a terminal
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    static String line(int done, int total, String unit, Duration elapsed) {
        var filled = total == 0 ? 0 : (int) ((long) BAR * done / total);
        var seconds = elapsed.toMillis() / 1000.0;
        var rate = seconds > 0 ? done / seconds : 0;
        var left = rate > 0 ? Duration.ofSeconds(Math.round((total - done) / rate)) : null;
        return String.format(
                Locale.ROOT,
                "[%s%s] %d/%d  %.1f %s/s  %s",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                done,
                total,
                rate,
                unit,
                left == null ? "" : done == total ? "in " + clock(elapsed) : clock(left) + " left");
    }

    private static String clock(Duration duration) {
        return duration.toHours() > 0
                ? String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        duration.toHours(),
                        duration.toMinutesPart(),
                        duration.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
