package io.facematch.standalone.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints for each step of a start that it is done, and how long it took. */
public final class Steps {
    private final PrintWriter terminal;

    /** @param terminal not the standard output, which has the command's result */
    public Steps(PrintWriter terminal) {
        this.terminal = terminal;
    }

    /** Begins a step now; several may be under way at the same time. */
    public Step begin(String what) {
        return new Step(what, System.nanoTime());
    }

    public void say(String text) {
        terminal.println("facematch: " + text);
        terminal.flush();
    }

    static String line(String what, Duration time) {
        return String.format(Locale.ROOT, "%s ready, %.1f s", what, time.toMillis() / 1000.0);
    }

    /** A step that has begun. */
    public final class Step {
        private final String what;
        private final long started;

        private Step(String what, long started) {
            this.what = what;
            this.started = started;
        }

        public void ready() {
            say(line(what, Duration.ofNanos(System.nanoTime() - started)));
        }
    }
}
