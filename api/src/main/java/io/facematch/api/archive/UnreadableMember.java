package io.facematch.api.archive;

import io.facematch.verification.Reason;

/** One image of an accepted archive can't be read: an answer for its pair alone, the others go on. */
public final class UnreadableMember extends Exception {

    private final Reason reason;

    UnreadableMember(Reason reason) {
        super(reason.message());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
