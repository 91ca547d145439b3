package io.facematch.epoch;

import io.facematch.epoch.EpochKeys.EpochKeysAway;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The epochs of the data keys. Each process that accepts jobs has an epoch of its own for each purpose, and begins another
 * one when that is over. When the last data key of an ended epoch is gone, the epoch's key is destroyed, by whichever process
 * sees it first.
 *
 * <p>A row stands for each key. It is written before the key is made and deleted before the key is destroyed, and data keys
 * refer to it: so the key of a job that was accepted can't go early, and a key that a killed process left behind has no row.
 */
public final class Epochs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Epochs.class);

    private static final RowMapper<UUID> ID = (row, n) -> row.getObject("id", UUID.class);

    private final JdbcClient jdbc;
    private final EpochKeys keys;
    private final KeySettings settings;
    private final InstantSource clock;
    private final Map<Purpose, Epoch> current = new EnumMap<>(Purpose.class);

    public Epochs(JdbcClient jdbc, EpochKeys keys, KeySettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    private record Epoch(UUID id, Instant endsAt) {}

    /**
     * The epoch under which a data key is wrapped now. Not to be called in a transaction that may be rolled back: other
     * threads use the epoch, too.
     */
    public synchronized UUID current(Purpose purpose) {
        var now = clock.instant();
        var epoch = current.get(purpose);
        if (epoch == null || !now.isBefore(epoch.endsAt())) {
            epoch = begin(purpose, now);
            current.put(purpose, epoch);
        }
        return epoch.id();
    }

    /**
     * Lets the next data key begin another epoch, since this one is over: another process whose clock is ahead may see its
     * end first, and so does this one when its own clock is set back.
     */
    public synchronized void leave(UUID epoch) {
        current.values().removeIf(each -> each.id().equals(epoch));
    }

    private Epoch begin(Purpose purpose, Instant now) {
        var epoch = new Epoch(UUID.randomUUID(), now.plus(length(purpose)));
        jdbc.sql("insert into key_epoch (id, purpose, ends_at) values (?, ?, ?)")
                .params(epoch.id(), purpose.name(), Timestamp.from(epoch.endsAt()))
                .update();
        keys.create(epoch.id());
        return epoch;
    }

    private Duration length(Purpose purpose) {
        return switch (purpose) {
            case PAYLOAD, ARCHIVE, EXPORTS -> settings.payloadEpoch();
            case LABELS -> settings.labelsEpoch();
        };
    }

    /** Destroys the keys of ended epochs that no job and no export needs any more, and keys that a killed process left behind. */
    public void destroyEnded() {
        var ended =
                jdbc.sql("""
                        select id from key_epoch e
                        where ends_at <= ? and not exists (select from job_key where epoch = e.id)
                            and not exists (select from audit_export where epoch = e.id)""").param(Timestamp.from(clock.instant())).query(ID).list();
        ended.forEach(this::forget);
        // First what is there, then what is needed: a row is older than its key.
        var present = new HashSet<>(keys.present());
        present.removeAll(known());
        present.forEach(keys::destroy);
        if (!present.isEmpty()) {
            LOG.info("Destroyed keys of ended epochs: {}", present.size());
        }
    }

    private List<UUID> known() {
        return jdbc.sql("select id from key_epoch").query(ID).list();
    }

    private void forget(UUID epoch) {
        try {
            jdbc.sql("delete from key_epoch where id = ?").param(epoch).update();
        } catch (DataIntegrityViolationException e) {
            LOG.debug("A job came at the last moment; its epoch stays", e);
        }
    }

    /** Ends the epochs of this process: keys of jobs that are over are destroyed at once. */
    @Override
    public synchronized void close() {
        if (current.isEmpty()) {
            return;
        }
        try {
            jdbc.sql("update key_epoch set ends_at = least(ends_at, :now) where id in (:own)")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("own", current.values().stream().map(Epoch::id).toList())
                    .update();
            current.clear();
            destroyEnded();
        } catch (DataAccessException | EpochKeysAway e) {
            LOG.debug("Epochs end when their time is over", e);
        }
    }
}
