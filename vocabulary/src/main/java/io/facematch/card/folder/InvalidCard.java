package io.facematch.card.folder;

/** A text is no card, contract or calibration; the message names the member and says what it should be. */
public final class InvalidCard extends RuntimeException {
    private final String reason;

    /** @param reason may quote what somebody wrote */
    InvalidCard(String reason) {
        super(Text.visible(reason));
        this.reason = Text.visible(reason);
    }

    String reason() {
        return reason;
    }
}
