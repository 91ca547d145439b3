package io.facematch.api.webhooks.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of an attempt. */
sealed interface Answer {
    /** @param retryAfter that the receiver asks for; null where it does not */
    record Status(int code, @Nullable Duration retryAfter) implements Answer {
        private static final int GONE = 410;

        boolean isSuccess() {
            return code >= 200 && code < 300;
        }

        /** The receiver wants nothing more, ever. */
        boolean isGone() {
            return code == GONE;
        }
    }

    /** There was no answer. */
    record None(Reason reason) implements Answer {}
}
