package io.facematch.api.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads of what was decided, as the database's user for auditors, to whom the database shows the rows of one tenant: a
 * filter that is wrong can't show another's. Where that user is not there, or the API's may not become it, they are done
 * as the API's user.
 */
@Component
public class TenantReads {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String auditor;
    private volatile @Nullable Boolean maySwitch;

    public TenantReads(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            @Value("${spring.flyway.placeholders.auditor-role}") String auditor) {
        this.jdbc = jdbc;
        transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        this.auditor = auditor;
    }

    /** In a transaction of its own, which writes nothing. What {@code read} returns must not read on later. */
    public <T extends @Nullable Object> T of(String tenant, Supplier<T> read) {
        return of(tenant, false, read);
    }

    /**
     * The same for what is limited to a range, of time or of similarity. After some runs of a statement, the database takes
     * one plan for all values, which can't tell how little a range has: so each time it makes a plan for these values.
     */
    public <T extends @Nullable Object> T ofRange(String tenant, Supplier<T> read) {
        return of(tenant, true, read);
    }

    private <T extends @Nullable Object> T of(String tenant, boolean isOfRange, Supplier<T> read) {
        return transaction.execute(status -> {
            // All of them end with the transaction.
            var settings = new ArrayList<String>();
            if (maySwitch()) {
                settings.addAll(List.of("role", auditor, "facematch.tenant", tenant));
            }
            if (isOfRange) {
                settings.addAll(List.of("plan_cache_mode", "force_custom_plan"));
            }
            set(settings);
            return read.get();
        });
    }

    /** In one statement, which comes before each of the others. */
    private void set(List<String> settings) {
        if (!settings.isEmpty()) {
            jdbc.sql("select " + String.join(", ", Collections.nCopies(settings.size() / 2, "set_config(?, ?, true)")))
                    .params(settings)
                    .query((row, n) -> 0)
                    .list();
        }
    }

    /** Asked once: users are made before a process starts. */
    private boolean maySwitch() {
        var known = maySwitch;
        if (known == null) {
            known = jdbc.sql("""
                            select exists (select from pg_roles
                                where rolname = ? and rolname <> current_user and pg_has_role(oid, 'member'))""").param(auditor).query(Boolean.class).single();
            maySwitch = known;
        }
        return known;
    }
}
