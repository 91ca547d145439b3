package io.facematch.transparency.note;

/** A text that isn't what it claims to be: the reason for a program, the message for a person. Repeats nothing of the text. */
public final class RefusedNote extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kept a text from being trusted. */
    public enum Reason {
        /** Longer than any honest one. */
        TOO_LARGE,
        /** Not in the form that its specification asks for, to the letter. */
        MALFORMED,
        /** Somebody has signed, but too few of the keys that count. */
        UNKNOWN_SIGNERS,
        /** A signature by a key that counts is wrong: the text was changed, or the signature was. */
        BAD_SIGNATURE,
        /** The checkpoint of another log. */
        OTHER_LOG,
        /** The signed tree does not hold this leaf at this index. */
        NOT_INCLUDED
    }

    RefusedNote(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static RefusedNote malformed(String message) {
        return new RefusedNote(Reason.MALFORMED, message);
    }

    /** For a program to decide by. */
    public Reason reason() {
        return reason;
    }
}
