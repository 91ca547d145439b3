package io.facematch.api.audit.log;

import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.tile.DamagedTiles;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHead;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Signs the logs that have grown, and gives out what was signed. Several processes may sign at once. */
@Component
public class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final JdbcClient jdbc;
    private final TransparencyLogs logs;
    private final LogKeys keys;
    private final InstantSource clock;
    /** Tenants whose log was not signed when it was last tried: that is told once. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    Checkpoints(JdbcClient jdbc, TransparencyLogs logs, LogKeys keys, InstantSource clock) {
        this.jdbc = jdbc;
        this.logs = logs;
        this.keys = keys;
        this.clock = clock;
    }

    /** @param note with its signatures, as C2SP tlog-checkpoint writes it */
    public record Signed(TreeHead head, String note) {}

    /** @param shrunk whether more was signed than there is */
    private record Changed(String tenant, boolean shrunk) {}

    /** Signs each log that has grown since it was last signed. One that can't be signed keeps no other from it. */
    void sign() {
        var changed = jdbc.sql("""
                        select l.tenant, signed.size > l.size as shrunk from transparency_log l
                        left join lateral (select size from log_checkpoint where tenant = l.tenant order by size desc limit 1)
                            signed on true
                        where signed.size is distinct from l.size""")
                .query((row, n) -> new Changed(row.getString("tenant"), row.getBoolean("shrunk")))
                .list();
        for (var log : changed) {
            try {
                sign(log);
            } catch (DataAccessResourceFailureException e) {
                throw e; // The database does not answer: it would not for the next one, either.
            } catch (RuntimeException e) {
                if (refused.add(log.tenant())) {
                    LOG.error(
                            "The audit log of a tenant can't be signed ({}). It is tried again, as often as others are signed",
                            e.getClass().getName());
                }
                LOG.debug("Why a log can't be signed", e);
            }
        }
    }

    private void sign(Changed log) {
        var signers = keys.signers(log.tenant());
        if (!signers.isEmpty()) {
            if (!log.shrunk() && sign(log.tenant(), signers)) {
                refused.remove(log.tenant());
            } else if (refused.add(log.tenant())) {
                LOG.error("The audit log of a tenant does not continue what was signed at its last checkpoint: it was"
                        + " changed in the database. It is not signed until it does");
            }
        }
    }

    /**
     * A log that does not continue what was signed is not signed again: that would hide what happened to it.
     *
     * @return whether it does continue it
     */
    private boolean sign(String tenant, List<NoteSigner> signers) {
        var head = logs.head(tenant);
        if (!latest(tenant).map(last -> isContinued(tenant, last.head(), head)).orElse(true)) {
            return false;
        }
        var note = new Checkpoint(keys.origin(tenant), head).sign(signers).toString();
        jdbc.sql("""
                        insert into log_checkpoint (tenant, size, root, note, issued_at) values (?, ?, ?, ?, ?)
                        on conflict do nothing""")
                .params(tenant, head.size(), head.root().bytes(), note, Timestamp.from(clock.instant()))
                .update();
        return true;
    }

    /** Another process may have signed a larger one meanwhile. */
    private boolean isContinued(String tenant, TreeHead from, TreeHead to) {
        if (from.size() > to.size()) {
            return true;
        }
        try {
            return to.extendsFrom(from, logs.tree(tenant).consistency(from.size(), to.size()));
        } catch (DamagedTiles e) {
            LOG.debug("The tiles of a log are damaged", e);
            return false;
        }
    }

    /** The one of the largest size. */
    public Optional<Signed> latest(String tenant) {
        return jdbc.sql("select size, root, note from log_checkpoint where tenant = ? order by size desc limit 1")
                .param(tenant)
                .query((row, n) -> new Signed(
                        new TreeHead(row.getLong("size"), Hash.of(row.getBytes("root"))), row.getString("note")))
                .optional();
    }
}
