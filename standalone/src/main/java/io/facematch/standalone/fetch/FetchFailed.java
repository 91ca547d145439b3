package io.facematch.standalone.fetch;

/** Why a model's file could not be had, for the person who typed the command. Existing files are unchanged. */
public final class FetchFailed extends RuntimeException {
    private final String reason;

    FetchFailed(String reason) {
        this(reason, "");
    }

    /** @param advice what else can be done, in lines of its own */
    FetchFailed(String reason, String advice) {
        super(advice.isEmpty() ? reason : reason + "\n" + advice);
        this.reason = reason;
    }

    /** In one line. */
    public String reason() {
        return reason;
    }
}
