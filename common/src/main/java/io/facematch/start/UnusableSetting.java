package io.facematch.start;

/**
 * What is configured can't be used, so the process should not start. The message says what is wrong, where, and what to do,
 * and never shows a secret.
 */
public class UnusableSetting extends RuntimeException {
    public UnusableSetting(String message) {
        super(message);
    }

    public UnusableSetting(String message, Throwable cause) {
        super(message, cause);
    }
}
