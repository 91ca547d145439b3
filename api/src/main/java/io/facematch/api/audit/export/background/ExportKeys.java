package io.facematch.api.audit.export.background;

import io.facematch.epoch.EpochKeys;
import io.facematch.epoch.EpochKeys.EpochKeysAway;
import io.facematch.epoch.EpochKeys.KeyLost;
import io.facematch.epoch.Epochs;
import io.facematch.epoch.Purpose;
import io.facematch.payload.DataKey;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/**
 * The keys of files, each wrapped under the key of an epoch. Once those that an epoch has wrapped are deleted, its own is
 * destroyed: then no copy of the database, and no copy of the file, helps anybody.
 */
@Component
class ExportKeys {
    private final Epochs epochs;
    private final EpochKeys keys;

    ExportKeys(Epochs epochs, EpochKeys keys) {
        this.epochs = epochs;
        this.keys = keys;
    }

    /** As it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Wrapped(UUID epoch, byte[] key) {
        @Override
        public String toString() {
            return "Wrapped[" + epoch + "]";
        }
    }

    /** Not to be called in a transaction. */
    Wrapped wrap(DataKey key) {
        try {
            var epoch = epochs.current(Purpose.EXPORTS);
            try {
                return new Wrapped(epoch, keys.wrap(epoch, key));
            } catch (KeyLost e) {
                epochs.leave(epoch);
                var next = epochs.current(Purpose.EXPORTS);
                return new Wrapped(next, keys.wrap(next, key));
            }
        } catch (EpochKeysAway e) {
            throw new DataAccessResourceFailureException(e.getMessage(), e);
        }
    }

    /** An epoch that ended before its key was stored: wrap again. */
    void leave(Wrapped key) {
        epochs.leave(key.epoch());
    }

    /** Empty if the epoch's key is lost. To be closed. */
    Optional<DataKey> unwrap(Wrapped key) {
        try {
            return Optional.of(keys.unwrap(key.epoch(), key.key()));
        } catch (KeyLost e) {
            return Optional.empty();
        } catch (EpochKeysAway e) {
            throw new DataAccessResourceFailureException(e.getMessage(), e);
        }
    }
}
