package io.facematch.worker.comparison;

import io.facematch.job.JobKeys;
import io.facematch.job.OpenJob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Jobs seen lately with their keys, so that not every pair asks the database. An entry is forgotten {@link #KEPT} after
 * it was read, which is how long a key outlives its job here at most.
 */
final class OpenJobs {
    private static final Duration KEPT = Duration.ofSeconds(15);

    private record Entry(Optional<OpenJob> job, Instant readAt) {}

    private final JobKeys keys;
    private final InstantSource clock;
    private final Map<UUID, Entry> entries = new HashMap<>();
    private Map<UUID, Entry> retired = new HashMap<>();
    private Instant lastSweep;

    OpenJobs(JobKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
        this.lastSweep = clock.instant();
    }

    /** Empty when there is no such job; without key when it is over. Its key is to be used at once, not kept. */
    synchronized Optional<OpenJob> find(UUID id) {
        var now = clock.instant();
        if (now.isAfter(lastSweep.plus(KEPT))) {
            sweep(now);
        }
        var entry = entries.get(id);
        if (entry == null || now.isAfter(entry.readAt().plus(KEPT))) {
            entry = new Entry(keys.open(id), now);
            var replaced = entries.put(id, entry);
            if (replaced != null) {
                retired.put(UUID.randomUUID(), replaced);
            }
        }
        return entry.job();
    }

    /** Wipes keys one sweep after they left the map: nobody who was just given one still needs it then. */
    private void sweep(Instant now) {
        retired.values().forEach(OpenJobs::wipe);
        retired = new HashMap<>();
        entries.entrySet().removeIf(entry -> {
            var old = now.isAfter(entry.getValue().readAt().plus(KEPT));
            if (old) {
                retired.put(entry.getKey(), entry.getValue());
            }
            return old;
        });
        lastSweep = now;
    }

    private static void wipe(Entry entry) {
        entry.job().map(OpenJob::payloadKey).ifPresent(key -> key.close());
    }
}
