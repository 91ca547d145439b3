package io.facematch.api.audit.log;

import io.facematch.api.audit.log.LogSettings.UnusableLogKey;
import io.facematch.api.securitylog.SecurityEvent;
import io.facematch.api.securitylog.SecurityLog;
import io.facematch.epoch.Installation;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.VerifierKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Under which names the logs are signed, and with which keys. All keys that are configured sign, so whoever knows the key
 * before can go over to the new one while both do. They are read again each time. Safe for use by many threads.
 */
@Component
class LogKeys {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeys.class);

    /** Of a name, in bytes: its length is signed in one (C2SP tlog-cosignature). */
    private static final int LONGEST_NAME = 255;

    private final LogSettings settings;
    private final String origin;
    private final InstantSource clock;
    private volatile List<LogKey> keys;

    LogKeys(LogSettings settings, Installation installation, InstantSource clock) {
        this.settings = settings;
        var configured = settings.origin();
        this.origin = configured == null || configured.isBlank() ? "facematch/" + installation.id() : configured;
        this.clock = clock;
        this.keys = settings.keys(List.of());
        if (keys.isEmpty()) {
            LOG.warn("The audit log is kept, but nobody signs it: set FACEMATCH_AUDIT_SIGNING_KEY_FILE");
        }
    }

    /**
     * The name of a tenant's log: the origin, and the tenant as it would stand in an address; its SHA-256 where that is
     * too long.
     */
    String origin(String tenant) {
        var name =
                origin + "/" + URLEncoder.encode(tenant, StandardCharsets.UTF_8).replace("+", "%20");
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME ? name : origin + "/" + digest(tenant);
    }

    private static String digest(String tenant) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return "sha256:" + HexFormat.of().formatHex(sha256.digest(tenant.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Those that sign a tenant's log, the newest key first; none when no key is configured. */
    List<NoteSigner> signers(String tenant) {
        readAgain();
        var name = origin(tenant);
        return keys.stream().flatMap(key -> key.signers(name, clock).stream()).toList();
    }

    /** What those who verify a tenant's log are told. */
    List<VerifierKey> verifiers(String tenant) {
        return signers(tenant).stream().map(NoteSigner::verifier).toList();
    }

    private synchronized void readAgain() {
        try {
            var before = keys;
            var now = settings.keys(before);
            if (!now.equals(before)) {
                keys = now;
                SecurityLog.record(SecurityEvent.KEYS_ROTATED, "keys", "audit");
            }
        } catch (UnusableLogKey e) {
            // Those that are known go on; the next start will tell.
            LOG.debug("The keys stay as they are", e);
        }
    }
}
