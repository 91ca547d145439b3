package io.facematch.epoch;

import io.facematch.epoch.EpochFolder.UnusableKeyFolder;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the keys of the epochs are, and how long an epoch is.
 *
 * @param folder for the keys that data keys are wrapped under, shared by all processes; neither on the disk of the database
 *     nor in its backups; {@code run} and {@code up} use one in their home
 * @param payloadEpoch how long a new key wraps the keys of photos, and those of exports; it is destroyed when all jobs of
 *     this time are over, and their files
 * @param labelsEpoch the same for the keys of names
 */
@ConfigurationProperties(prefix = "facematch.keys", ignoreUnknownFields = false)
public record KeySettings(
        @Nullable Path folder,
        @DefaultValue("1h") Duration payloadEpoch,
        @DefaultValue("1d") Duration labelsEpoch) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    public KeySettings {
        require(payloadEpoch, "payload-epoch");
        require(labelsEpoch, "labels-epoch");
    }

    private static void require(Duration epoch, String name) {
        if (epoch.compareTo(SHORTEST) < 0 || epoch.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("facematch.keys." + name + " must be from one minute to seven days");
        }
    }

    /** @throws UnusableKeyFolder if none is set */
    public Path requireFolder() {
        if (folder == null || folder.toString().isBlank()) {
            throw new UnusableKeyFolder("FACEMATCH_KEYS_FOLDER is not set: name a folder that API and workers share,"
                    + " outside of the database's disk and of its backups");
        }
        return folder;
    }
}
