package io.facematch.api.audit.log;

import io.facematch.api.audit.log.LogSettings.UnusableLogKey;
import io.facematch.api.securitylog.SecurityEvent;
import io.facematch.api.securitylog.SecurityLog;
import io.facematch.epoch.Installation;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Under which names the logs are signed, and with which keys. All keys that are configured sign, so whoever knows the key
 * before can go over to the new one while both do. They are read again each time. Safe for use by many threads.
 */
@Component
public class LogKeys {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeys.class);

    private final LogSettings settings;
    private final LogOrigin origin;
    private final InstantSource clock;
    private volatile List<LogKey> keys;

    LogKeys(LogSettings settings, Installation installation, InstantSource clock) {
        this.settings = settings;
        this.origin = LogOrigin.of(settings.origin(), installation.id());
        this.clock = clock;
        this.keys = settings.keys(List.of());
        if (keys.isEmpty()) {
            LOG.warn("The audit log is kept, but nobody signs it: set FACEMATCH_AUDIT_SIGNING_KEY_FILE");
        }
    }

    /** The name of a tenant's log. */
    String origin(String tenant) {
        return origin.ofTenant(tenant);
    }

    /** Those that sign a tenant's log, the newest key first; none when no key is configured. */
    List<NoteSigner> signers(String tenant) {
        readAgain();
        var name = origin(tenant);
        return keys.stream().flatMap(key -> key.signers(name, clock).stream()).toList();
    }

    /** What those who verify a tenant's log are told. */
    public List<VerifierKey> verifiers(String tenant) {
        return signers(tenant).stream().map(NoteSigner::verifier).toList();
    }

    /** Under which names the logs are signed. */
    public LogOrigin origin() {
        return origin;
    }

    /** What those who verify the log of this name are told. */
    public List<VerifierKey> verifiersNamed(String name) {
        readAgain();
        return keys.stream().flatMap(key -> key.verifiers(name).stream()).toList();
    }

    /**
     * A text that belongs to a tenant's log and is no checkpoint, signed by the Ed25519 keys of the log: the others sign
     * checkpoints only.
     *
     * @param text whose first line has a space, which no name of a log has: so nobody takes it for a checkpoint
     */
    public SignedNote sign(String tenant, String text) {
        return SignedNote.sign(
                text,
                signers(tenant).stream()
                        .filter(signer -> signer.verifier().type() == SignatureType.ED25519)
                        .toList());
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
