package io.facematch.card.folder;

/** A text is no card, contract or calibration; the message names the member and says what it should be. */
public final class InvalidCard extends RuntimeException {
    private final String reason;

    InvalidCard(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
