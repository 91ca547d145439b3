package io.facematch.api.audit.stream;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Logs that are not carried on, since they are damaged, and up to where they are, for each source. */
final class HeldLogs {
    private final JdbcClient client;
    private final InstantSource clock;

    HeldLogs(JdbcClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** @param position that the rows of the tenant are entered up to */
    record Held(String tenant, String source, Position position) {}

    List<Held> all() {
        return client.sql(
                        "select tenant, source, xid::text, row_id, pair_index from log_held order by since, tenant, source")
                .query((row, n) -> new Held(
                        row.getString("tenant"),
                        row.getString("source"),
                        new Position(
                                row.getString("xid"), row.getObject("row_id", UUID.class), row.getInt("pair_index"))))
                .list();
    }

    /** Those of a source. */
    Set<String> tenants(String source) {
        return all().stream()
                .filter(held -> held.source().equals(source))
                .map(Held::tenant)
                .collect(Collectors.toSet());
    }

    /** From now on; where it is held already, it stays so from where it was. */
    void hold(Held held) {
        client.sql("""
                        insert into log_held (tenant, source, xid, row_id, pair_index, since)
                        values (:tenant, :source, cast(:xid as xid8), :row, :index, :now) on conflict do nothing""")
                .param("tenant", held.tenant())
                .param("source", held.source())
                .param("xid", held.position().xid())
                .param("row", held.position().row())
                .param("index", held.position().index())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Its rows are entered up to there. */
    void move(Held held, Position to) {
        client.sql("""
                        update log_held set xid = cast(? as xid8), row_id = ?, pair_index = ?
                        where tenant = ? and source = ?""")
                .params(to.xid(), to.row(), to.index(), held.tenant(), held.source())
                .update();
    }

    /** All rows of the tenant are entered that were held back of this source. */
    void release(Held held) {
        client.sql("delete from log_held where tenant = ? and source = ?")
                .params(held.tenant(), held.source())
                .update();
    }
}
