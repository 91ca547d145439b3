package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.io.IOException;

/**
 * Ends the reading of one image; outside of this package it is a {@link Decoding.Refused}. An {@link IOException}, so that
 * it passes through decoders of others.
 */
final class RefusedImage extends IOException {
    private final Reason reason;

    RefusedImage(Reason reason) {
        super(reason.message());
        this.reason = reason;
    }

    /** Refusals are answers and too many to pay for traces. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    Reason reason() {
        return reason;
    }
}
