package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/** Ends the reading of one image; outside of this package it is a {@link Decoding.Refused}. */
final class RefusedImage extends Exception {
    private final Reason reason;

    RefusedImage(Reason reason) {
        super(reason.message(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
