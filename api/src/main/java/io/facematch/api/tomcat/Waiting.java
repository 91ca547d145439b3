package io.facematch.api.tomcat;

/**
 * How long a connection kept this server waiting in one direction, and how many bytes it moved meanwhile. Only the time
 * counts in which the server would have gone on: a client does not pay for a slow disk here.
 */
final class Waiting {
    private boolean waits;
    private long since;
    private long waited;
    private long bytes;

    void begin() {
        waits = false;
        waited = 0;
        bytes = 0;
    }

    /** @param moved by one call; 0 means that the other side is not ready */
    void moved(long moved, long now) {
        if (moved == 0) {
            if (!waits) {
                waits = true;
                since = now;
            }
            return;
        }
        if (waits) {
            waits = false;
            waited += now - since;
        }
        bytes += moved;
    }

    /** Whether it waits now and has waited too long, measured by what has arrived. */
    boolean exceeds(Patience patience, long now) {
        return waits && waited + now - since > patience.millisFor(bytes);
    }
}
