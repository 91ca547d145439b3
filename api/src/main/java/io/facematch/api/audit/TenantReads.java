package io.facematch.api.audit;

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
        return transaction.execute(status -> {
            if (maySwitch()) {
                // Both end with the transaction.
                jdbc.sql("select set_config('role', ?, true), set_config('facematch.tenant', ?, true)")
                        .params(auditor, tenant)
                        .query((row, n) -> 0)
                        .list();
            }
            return read.get();
        });
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
