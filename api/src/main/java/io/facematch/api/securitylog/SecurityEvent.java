package io.facematch.api.securitylog;

import java.util.Locale;

/** What the security log knows. */
public enum SecurityEvent {
    TOKEN_ISSUED(false),
    /** Id and secret of a client do not belong together, or it is disabled. */
    TOKEN_REFUSED(true),
    /** No valid token: 401. */
    UNAUTHENTICATED(true),
    /** A valid token without the scope: 403. */
    FORBIDDEN(true),
    /** More than a limit allows: 429. */
    LIMITED(true),
    /** A client sent what can't be taken, such as a hostile archive. */
    INPUT_REFUSED(true),
    JOB_CANCELLED(false),
    RESULTS_DOWNLOADED(false),
    CLIENT_ADDED(false),
    CLIENT_CHANGED_SECRET(false),
    CLIENT_DISABLED(false),
    CLIENT_ENABLED(false),
    WEBHOOK_ADDED(false),
    WEBHOOK_CHANGED(false),
    WEBHOOK_CHANGED_SECRET(false),
    /** By its owner, or because the receiver said that it is gone. */
    WEBHOOK_DISABLED(false),
    WEBHOOK_ENABLED(false),
    WEBHOOK_DELETED(false),
    KEYS_ROTATED(false);

    private final boolean refusal;

    SecurityEvent(boolean refusal) {
        this.refusal = refusal;
    }

    /** Whether strangers can cause as many as they like. */
    boolean isRefusal() {
        return refusal;
    }

    /** As in the log and in the metric. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
