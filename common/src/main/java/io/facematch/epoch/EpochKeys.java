package io.facematch.epoch;

import io.facematch.payload.DataKey;
import java.util.Set;
import java.util.UUID;

/**
 * Holds the keys of the epochs. A data key that is wrapped here opens nothing any more once its epoch's key is destroyed,
 * whoever has the database, its logs and backups, and the master key. So an implementation must keep these keys where
 * nothing copies them: in files of a folder ({@link EpochFolder}), or in a key management service, where an epoch is a
 * key of its own. Safe for use by many threads and, on the same place, by many processes.
 */
public interface EpochKeys {
    /** Makes the key of a new epoch. It is durable when this returns. */
    void create(UUID epoch);

    /** @throws KeyLost if there is no such key */
    byte[] wrap(UUID epoch, DataKey key);

    /**
     * Opens what {@link #wrap} made for the same epoch.
     *
     * @throws KeyLost if the key is destroyed or was never there
     */
    DataKey unwrap(UUID epoch, byte[] wrapped);

    /** Destroys the key for good. Does nothing if it is gone already. */
    void destroy(UUID epoch);

    /** The epochs whose keys are here. */
    Set<UUID> present();

    /** A key is not there or is spoiled, and will not come back. What was sealed under it can't be opened by anybody. */
    final class KeyLost extends RuntimeException {
        public KeyLost(String what) {
            super(what);
        }
    }

    /** The keys can't be reached now; nothing is known of them. To be tried again. */
    final class EpochKeysAway extends RuntimeException {
        public EpochKeysAway(String why) {
            super("The keys of the epochs can't be reached: " + why);
        }
    }
}
