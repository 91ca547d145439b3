package io.facematch.job;

/**
 * {@code ENQUEUING -> RUNNING -> COMPLETED | CANCELLED | EXPIRED}, and {@code FAILED} from {@code ENQUEUING}. Every change
 * is an update guarded by the state it starts from.
 */
public enum JobState {
    /** Pairs are being sealed and published; the client has no answer yet. */
    ENQUEUING,
    /** Accepted: every pair is durable in the broker and will get its outcome. */
    RUNNING,
    /** Every pair has its outcome. */
    COMPLETED,
    CANCELLED,
    /** The deadline passed before every pair had its outcome. */
    EXPIRED,
    /** The submission broke off before it was accepted. */
    FAILED;

    public boolean isOver() {
        return this != ENQUEUING && this != RUNNING;
    }
}
