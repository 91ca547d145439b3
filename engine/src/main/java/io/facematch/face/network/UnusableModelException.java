package io.facematch.face.network;

/**
 * The models that were asked for can't be used; the message says which and what to do. The process should not
 * start: with another model than the one that was asked for, every similarity would be worth something else.
 */
public final class UnusableModelException extends RuntimeException {
    public UnusableModelException(String message) {
        super(message);
    }

    public UnusableModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
