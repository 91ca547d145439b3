package io.facematch.api.audit.retention;

import io.facematch.api.audit.retention.Retention.Change;
import io.facematch.api.audit.retention.Retention.Named;
import io.facematch.api.security.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The periods of the tenants. A change is a row, and a row among the accesses, in one transaction. */
@Component
class Retentions {
    /** Of all tenants that have no period of their own. */
    static final String DEFAULT = "default";

    private static final int SHOWN_CHANGES = 50;

    private static final List<Named> PRESETS = Arrays.stream(Preset.values())
            .map(preset -> new Named(preset.code(), preset.days()))
            .toList();

    private final JdbcClient jdbc;

    Retentions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Retention of(String tenant) {
        var changes = changes(tenant);
        var last = changes.isEmpty() ? null : changes.getFirst();
        var own = last == null ? null : last.days();
        return new Retention(
                tenant,
                own == null ? defaultDays() : own,
                last == null ? DEFAULT : last.rule(),
                keptDays(tenant),
                last != null && last.legalHold(),
                last == null ? null : last.reason(),
                PRESETS,
                changes);
    }

    private List<Change> changes(String tenant) {
        return jdbc.sql("""
                        select changed_at, actor_tenant, actor_client, days, rule, legal_hold, reason from tenant_retention
                        where tenant = ? order by id desc limit ?""")
                .param(tenant)
                .param(SHOWN_CHANGES)
                .query((row, n) -> change(row))
                .list();
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getTimestamp("changed_at").toInstant(),
                row.getString("actor_tenant"),
                row.getString("actor_client"),
                row.getObject("days", Integer.class),
                row.getString("rule"),
                row.getBoolean("legal_hold"),
                row.getString("reason"));
    }

    private int defaultDays() {
        return jdbc.sql("select days from tenant_retention where tenant is null order by id desc limit 1")
                .query(Integer.class)
                .single();
    }

    private int keptDays(String tenant) {
        return Objects.requireNonNull(jdbc.sql("select kept_days(?)")
                .param(tenant)
                .query(Integer.class)
                .single());
    }

    /**
     * Sets a period; a hold stays as it is.
     *
     * @param days null for those of all tenants
     * @param rule its name
     */
    void keep(Owner by, String tenant, @Nullable Integer days, String rule) {
        change(by, tenant, days, rule, null, null);
    }

    /** Sets or ends a hold; the period stays as it is. */
    void hold(Owner by, String tenant, boolean hold, @Nullable String reason) {
        change(by, tenant, null, null, hold, reason);
    }

    /** What stays is read and written under a lock, so that no change of somebody else is lost. */
    private void change(
            Owner by,
            String tenant,
            @Nullable Integer days,
            @Nullable String rule,
            @Nullable Boolean hold,
            @Nullable String reason) {
        jdbc.sql("""
                        select change_retention(:tenant, cast(:days as integer), cast(:rule as text), cast(:hold as boolean),
                            cast(:reason as text), :byTenant, :byClient)""")
                .param("tenant", tenant)
                .param("days", days)
                .param("rule", rule)
                .param("hold", hold)
                .param("reason", reason)
                .param("byTenant", by.tenant())
                .param("byClient", by.client())
                .query((row, n) -> 0)
                .list();
    }
}
