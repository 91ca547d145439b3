package io.facematch.api.securitylog;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes security events as lines of {@code key=value}, under one name that a log collector can look for, and counts them.
 * Only ids may be given to it. Of refusals, which strangers cause, it writes some in each minute and says how many more
 * there were.
 */
public final class SecurityLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.facematch.security");

    static final int REFUSALS_PER_MINUTE = 60;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int LONGEST = 100;
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9._:/@+-]");

    private static final Map<SecurityEvent, Window> WINDOWS = new EnumMap<>(SecurityEvent.class);
    private static final ConcurrentHashMap<SecurityEvent, LongAdder> COUNTS = new ConcurrentHashMap<>();

    private SecurityLog() {}

    /** The lines about one kind of refusal in one minute. */
    private static final class Window {
        private Instant end = Instant.MIN;
        private int written;
        private long leftOut;
    }

    /** @param facts names and values in turn; a value may be an id, an address without its end, or a number */
    public static void record(SecurityEvent event, Object... facts) {
        counter(event).increment();
        if (!event.isRefusal() || mayWrite(event, Instant.now())) {
            LOG.info("{}", line(event, facts));
        }
    }

    /** How many there were in this process. */
    static long count(SecurityEvent event) {
        return counter(event).sum();
    }

    private static LongAdder counter(SecurityEvent event) {
        return COUNTS.computeIfAbsent(event, any -> new LongAdder());
    }

    static String line(SecurityEvent event, Object... facts) {
        var line = new StringBuilder("event=").append(event.code());
        for (int at = 0; at + 1 < facts.length; at += 2) {
            line.append(' ').append(facts[at]).append('=').append(plain(String.valueOf(facts[at + 1])));
        }
        return line.toString();
    }

    /** No value can end its line or pass for another key. */
    private static String plain(String value) {
        var text = ODD.matcher(value).replaceAll("_");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }

    static synchronized boolean mayWrite(SecurityEvent event, Instant now) {
        var window = WINDOWS.computeIfAbsent(event, any -> new Window());
        if (!now.isBefore(window.end)) {
            tellLeftOut(event, window);
            window.end = now.plus(WINDOW);
            window.written = 0;
        }
        if (window.written >= REFUSALS_PER_MINUTE) {
            window.leftOut++;
            return false;
        }
        window.written++;
        return true;
    }

    /** Says what was left out of minutes that are over, when nothing of that kind has happened since. */
    static synchronized void tellLeftOut(Instant now) {
        WINDOWS.forEach((event, window) -> {
            if (!now.isBefore(window.end)) {
                tellLeftOut(event, window);
            }
        });
    }

    private static void tellLeftOut(SecurityEvent event, Window window) {
        if (window.leftOut > 0) {
            LOG.info("event={} left_out={}", event.code(), window.leftOut);
            window.leftOut = 0;
        }
    }
}
