package io.facematch.worker.comparison;

/** The work is fine, the world is not: the messages go back to the broker and will be delivered again. */
final class TransientFault extends Exception {
    TransientFault(String message, Throwable cause) {
        super(message, cause);
    }
}
