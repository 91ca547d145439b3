package io.facematch.tenant;

import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.payload.MasterKeys;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The random keys of each tenant, wrapped by the master key. Whichever API process needs one first makes it; several may
 * try at once, and all use the one that was stored first. Deleting a row ends what it was for: digests of photos that
 * nobody can make any more, references that nobody can open.
 */
public final class TenantKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TenantKeys.class);
    private static final String PHOTOS = "PHOTOS";
    private static final String REFERENCES = "REFERENCES";
    private static final String WEBHOOKS = "WEBHOOKS";
    private static final int AT_ONCE = 1000;

    private final JdbcClient jdbc;
    private final MasterKeys masterKeys;

    public TenantKeys(JdbcClient jdbc, MasterKeys masterKeys) {
        this.jdbc = jdbc;
        this.masterKeys = masterKeys;
    }

    private record Row(
            String tenant, String purpose, @Nullable LocalDate month, byte[] wrapped) {
        @Override
        public String toString() {
            return "Row[" + purpose + "]";
        }
    }

    /** The key of the tenant's photo digests; empty while it has none, or none that this process can open. */
    public Optional<PhotoKey> findPhotos(String tenant) {
        try {
            return find(tenant, PHOTOS, null).map(wrapped -> PhotoKey.unwrap(wrapped, tenant, masterKeys));
        } catch (UnusableMasterKey e) {
            LOG.error("Photos get no digest: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Makes the key of the tenant's photo digests where there is none. */
    public void makePhotos(String tenant) {
        findOrMake(tenant, PHOTOS, null, () -> PhotoKey.newWrapped(masterKeys));
    }

    /**
     * The key of what clients say about jobs of that month; empty where there is none, once it is deleted, and where this
     * process lacks the master key that wrapped it.
     */
    public Optional<DataKey> findReferences(String tenant, LocalDate acceptedOn) {
        try {
            return find(tenant, REFERENCES, acceptedOn.withDayOfMonth(1)).map(masterKeys::unwrap);
        } catch (UnusableMasterKey e) {
            LOG.error("What clients said in a month can't be opened: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The same, but made where there is none. To be closed. */
    public DataKey references(String tenant, LocalDate acceptedOn) {
        return masterKeys.unwrap(findOrMake(tenant, REFERENCES, acceptedOn.withDayOfMonth(1), this::newWrapped));
    }

    /** The key of the addresses and secrets of the tenant's webhooks, made where there is none. To be closed. */
    public DataKey webhooks(String tenant) {
        return masterKeys.unwrap(findOrMake(tenant, WEBHOOKS, null, this::newWrapped));
    }

    private byte[] newWrapped() {
        try (var key = DataKey.random()) {
            return masterKeys.wrap(key);
        }
    }

    /**
     * Takes keys from an old master key to the current one, a thousand at most, so that the old one is not needed for
     * them any more. Several processes may do it at once.
     *
     * @return how many this process took
     */
    public int wrapAnew() {
        var taken = 0;
        var lost = 0;
        for (var row : wrappedByOthers()) {
            try (var key = masterKeys.unwrap(row.wrapped())) {
                taken += jdbc.sql("""
                                update tenant_key set wrapped = ?
                                where tenant = ? and purpose = ? and month is not distinct from ? and wrapped = ?""")
                        .param(masterKeys.wrap(key))
                        .param(row.tenant())
                        .param(row.purpose())
                        .param(row.month())
                        .param(row.wrapped())
                        .update();
            } catch (UnusableMasterKey e) {
                lost++;
            }
        }
        if (lost > 0) {
            LOG.error("Keys of tenants were wrapped by a master key that is not configured any more: {}", lost);
        }
        return taken;
    }

    private List<Row> wrappedByOthers() {
        var current = HexFormat.of().parseHex(masterKeys.currentId());
        return jdbc.sql("""
                        select tenant, purpose, month, wrapped from tenant_key
                        where substring(wrapped from 1 for ?) <> ? limit ?""")
                .params(current.length, current, AT_ONCE)
                .query((row, n) ->
                        new Row(row.getString(1), row.getString(2), row.getObject(3, LocalDate.class), row.getBytes(4)))
                .list();
    }

    private byte[] findOrMake(String tenant, String purpose, @Nullable LocalDate month, Supplier<byte[]> newWrapped) {
        return find(tenant, purpose, month).orElseGet(() -> {
            jdbc.sql("""
                            insert into tenant_key (tenant, purpose, month, wrapped) values (?, ?, ?, ?)
                            on conflict do nothing""")
                    .param(tenant)
                    .param(purpose)
                    .param(month)
                    .param(newWrapped.get())
                    .update();
            return find(tenant, purpose, month)
                    .orElseThrow(() -> new IllegalStateException("a key of a tenant was deleted while it was made"));
        });
    }

    private Optional<byte[]> find(String tenant, String purpose, @Nullable LocalDate month) {
        return jdbc.sql("""
                        select wrapped from tenant_key
                        where tenant = ? and purpose = ? and month is not distinct from ?::date""")
                .param(tenant)
                .param(purpose)
                .param(month)
                .query(byte[].class)
                .optional();
    }
}
