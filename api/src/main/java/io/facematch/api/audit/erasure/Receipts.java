package io.facematch.api.audit.erasure;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The erasures in the ledger. */
@Component
class Receipts {
    private final JdbcClient jdbc;

    Receipts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Without its salt, which is not kept; empty when the tenant has no such erasure. */
    Optional<Receipt> find(String tenant, UUID id) {
        return jdbc.sql("""
                        select l.id, l.at, l.tenant, l.actor_tenant, l.actor_client, l.outcomes, l.searches, l.jobs, l.receipt,
                            e.leaf_index
                        from retention_ledger l left join access_entry e on e.access_id = l.id
                        where l.id = ? and l.tenant = ? and l.kind = 'erasure'""")
                .param(id)
                .param(tenant)
                .query((row, n) -> new Receipt(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("at").toInstant(),
                        row.getString("tenant"),
                        row.getString("actor_tenant"),
                        row.getString("actor_client"),
                        row.getLong("outcomes"),
                        row.getLong("searches"),
                        row.getLong("jobs"),
                        HexFormat.of().formatHex(row.getBytes("receipt")),
                        null,
                        row.getObject("leaf_index", Long.class)))
                .optional();
    }
}
