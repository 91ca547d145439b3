package io.facematch.chaos;

import java.io.IOException;

/** What Java's own process handles can't send. */
final class Signals {
    private Signals() {}

    static void send(String signal, long pid) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
