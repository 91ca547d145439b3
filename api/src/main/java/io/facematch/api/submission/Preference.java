package io.facematch.api.submission;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The preference {@code wait} of RFC 7240: how long a client wants to wait for the outcome. */
final class Preference {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})", Pattern.CASE_INSENSITIVE);

    private Preference() {}

    /** Zero without such a preference; half a minute at most. */
    static Duration wait(@Nullable String prefer) {
        if (prefer == null) {
            return Duration.ZERO;
        }
        var wait = WAIT.matcher(prefer);
        if (!wait.find()) {
            return Duration.ZERO;
        }
        var seconds = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return seconds.compareTo(LONGEST) > 0 ? LONGEST : seconds;
    }
}
