package io.facematch.api.audit.log;

import io.facematch.start.UnusableSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The transparency log of each tenant, and who signs it.
 *
 * @param signingKey the key that signs the logs, 32 random bytes in Base64, instead of a file; older keys, which sign along,
 *     follow it
 * @param signingKeyFile file with 32 random bytes in Base64, the same for all API processes; a line for each key, the newest
 *     first; only its owner and group may be able to read it; {@code run} and {@code up} make their own. Without a key the
 *     logs are kept but not signed
 * @param origin what the names of the logs begin with, an address without scheme such as {@code audit.example.com}, of 183 bytes
 *     at most; without it, {@code facematch/} and the id of the installation. Verifiers know a log by its name: leave it as it is
 * @param checkpointInterval how often a log that has grown is signed, from 1s to 1m
 */
// Not strict about unknown names, unlike other settings: Boot's complaint about a misspelt one might print the key.
@ConfigurationProperties(prefix = "facematch.audit")
public record LogSettings(
        @Nullable String signingKey,
        @Nullable Path signingKeyFile,
        @Nullable String origin,
        @DefaultValue("20s") Duration checkpointInterval) {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern ORIGIN = Pattern.compile("[^\\p{IsWhite_Space}\\p{Z}\\p{Cntrl}\\p{Cs}+]+");

    public LogSettings {
        if (origin != null && !origin.isBlank()) {
            requireOrigin(origin);
        }
        if (checkpointInterval.compareTo(Duration.ofSeconds(1)) < 0
                || checkpointInterval.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("facematch.audit.checkpoint-interval must be from 1s to 1m");
        }
    }

    private static void requireOrigin(String origin) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException(
                    "facematch.audit.origin must be a text without spaces, control characters and plus signs");
        }
        var bytes = origin.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LogOrigin.LONGEST) {
            throw new IllegalArgumentException("facematch.audit.origin has " + bytes + " bytes in UTF-8, and may have "
                    + LogOrigin.LONGEST + ": with the digest of a long tenant behind it, it is the name of a log, which"
                    + " has 255 at most");
        }
    }

    /**
     * The keys that sign, the newest first; none when none is configured. Reads the file each time.
     *
     * @param known that need not be derived again
     * @throws UnusableLogKey if there is a key that can't be used, or everybody may read the file
     */
    public List<LogKey> keys(List<LogKey> known) {
        var file = signingKeyFile == null || signingKeyFile.toString().isBlank() ? null : signingKeyFile;
        if (signingKey != null && !signingKey.isBlank()) {
            if (file != null) {
                throw new UnusableLogKey(
                        "FACEMATCH_AUDIT_SIGNING_KEY and FACEMATCH_AUDIT_SIGNING_KEY_FILE are both set, set one");
            }
            return parse(signingKey, known);
        }
        return file == null ? List.of() : read(file, known);
    }

    private static List<LogKey> read(Path file, List<LogKey> known) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new UnusableLogKey("everybody on this machine may read " + file + " (chmod 600 it)");
            }
            return parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1), known);
        } catch (IOException e) {
            throw new UnusableLogKey("the file " + file + " can't be read");
        }
    }

    private static List<LogKey> parse(String text, List<LogKey> known) {
        return WHITE_SPACE
                .splitAsStream(text.strip())
                .map(line ->
                        known.stream().filter(key -> key.is(line)).findFirst().orElseGet(() -> LogKey.ofBase64(line)))
                .toList();
    }

    /** The key that is configured to sign the logs can't be used. */
    public static final class UnusableLogKey extends UnusableSetting {
        UnusableLogKey(String why) {
            super("The key that signs the audit log can't be used: " + why);
        }
    }

    @Override
    public String toString() {
        return "LogSettings[checkpointInterval=" + checkpointInterval + "]";
    }
}
