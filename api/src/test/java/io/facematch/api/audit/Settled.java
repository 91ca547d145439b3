package io.facematch.api.audit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows whose transaction is older than every one that is still open: only then the audit reads them. */
public final class Settled {
    private Settled() {}

    /** Waits for that. Transactions of other tests on the same server are open for moments, too. */
    public static void await(JdbcClient sql) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofMinutes(2))
                .until(() -> sql.sql("""
                                select not exists (select from outcome where xid >= pg_snapshot_xmin(pg_current_snapshot())
                                        and xid < pg_snapshot_xmax(pg_current_snapshot()))
                                    and not exists (select from access_log where xid >= pg_snapshot_xmin(pg_current_snapshot())
                                        and xid < pg_snapshot_xmax(pg_current_snapshot()))""").query(Boolean.class).single());
    }
}
