package io.facematch.verification;

/** What a completed comparison says at its threshold. */
public enum Decision {
    MATCH,
    NON_MATCH
}
