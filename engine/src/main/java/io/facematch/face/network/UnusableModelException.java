package io.facematch.face.network;

/**
 * The models that were asked for can't be used; the message says which and what to do. Start-up ends here: silently
 * going on with a weaker model would change what every similarity is worth.
 */
public final class UnusableModelException extends RuntimeException {
    public UnusableModelException(String message) {
        super(message);
    }

    public UnusableModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
