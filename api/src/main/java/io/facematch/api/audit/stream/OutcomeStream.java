package io.facematch.api.audit.stream;

import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.audit.rollup.RollupWriter;
import io.facematch.api.audit.stream.HeldLogs.Held;
import io.facematch.api.audit.stream.Source.Followed;
import io.facematch.api.audit.stream.Source.NewLeaf;
import io.facematch.api.audit.stream.Source.Rows;
import io.facematch.transparency.tile.DamagedTiles;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reads every committed outcome, and every access to the audit record, exactly once, enters it into its tenant's log, and
 * adds what was decided to the rollups. Everything that a batch causes is one transaction with the position that it moves,
 * so a process that dies at any point leaves no half of it.
 *
 * <p>Rows are read in the order of the transactions that wrote them, and only those whose transaction is older than every
 * one that is still open: what commits later has a later place. A row that has an entry already is passed over, whatever the
 * position says.
 *
 * <p>A tenant whose log is damaged waits, and no other one: its rows are passed over, and entered in their order once its log
 * leads to its root again. So does one of which a row has values that none can have, until its owner has taken it away.
 */
@Component
public class OutcomeStream {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeStream.class);

    /** Rows of a source in a transaction. */
    static final int BATCH = 5000;

    /** Whether a transaction is over, and none before it is still open. */
    private static final Rows SETTLED = Rows.where("xid < pg_snapshot_xmin(pg_current_snapshot())");

    /** No transaction of this cluster has such a number yet: the row came with a backup of another one. */
    private static final Rows OF_ANOTHER_CLUSTER = Rows.where("xid >= pg_snapshot_xmax(pg_current_snapshot())");

    private static final Rows EITHER = Rows.where(SETTLED.condition() + " or " + OF_ANOTHER_CLUSTER.condition());
    private static final Rows ANY = Rows.where("true");

    private static final String LOCK = "hashtext('facematch.audit.stream')";

    private final JdbcClient client;
    private final Source<?> outcomes;
    private final List<Source<?>> sources;
    private final TransparencyLogs logs;
    private final RollupWriter rollups;
    private final HeldLogs held;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    public OutcomeStream(
            JdbcTemplate jdbc, TransparencyLogs logs, TransactionOperations transaction, InstantSource clock) {
        this.client = JdbcClient.create(jdbc);
        this.outcomes = new OutcomeSource(jdbc);
        this.sources = List.of(outcomes, new AccessSource(jdbc));
        this.logs = logs;
        this.rollups = new RollupWriter(jdbc);
        this.held = new HeldLogs(client, clock);
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Reads one batch of each source.
     *
     * @return whether there may be more to read now; false, too, while another process reads
     */
    public boolean follow() {
        return Boolean.TRUE.equals(transaction.execute(status -> isAlone() && followAlone()));
    }

    /** Ends with the transaction, also when the process dies: then the next one that tries is alone. */
    private boolean isAlone() {
        return client.sql("select pg_try_advisory_xact_lock(" + LOCK + ")")
                .query(Boolean.class)
                .single();
    }

    /** Waits until no process follows, and keeps all of them from it until the transaction of the caller ends. */
    public void keepFromFollowing() {
        client.sql("select pg_advisory_xact_lock(" + LOCK + ")")
                .query((row, n) -> 0)
                .list();
    }

    private boolean followAlone() {
        var mayBeMore = catchUp();
        for (var source : sources) {
            mayBeMore |= follow(source);
        }
        mayBeMore |= rollups.add(sources.size() * BATCH);
        return mayBeMore;
    }

    /** Enters a batch of what was held back for those whose log is whole again. */
    private boolean catchUp() {
        var mayBeMore = false;
        for (var one : held.all()) {
            for (var source : sources) {
                if (source.name().equals(one.source()) && logs.isWhole(one.tenant())) {
                    mayBeMore |= catchUp(source, one);
                }
            }
        }
        return mayBeMore;
    }

    private <L extends NewLeaf> boolean catchUp(Source<L> source, Held one) {
        var batch = read(source, one.position(), EITHER.of(one.tenant()), BATCH);
        if (batch.stream().anyMatch(Followed::isRefused)) {
            return false;
        }
        var leaves = batch.stream().flatMap(row -> row.leaf().stream()).toList();
        if (!leaves.isEmpty()) {
            source.enter(one.tenant(), append(one.tenant(), leaves), leaves);
        }
        if (batch.size() < BATCH) {
            held.release(one);
            return false;
        }
        held.move(one, batch.getLast().position());
        return true;
    }

    private <L extends NewLeaf> List<Followed<L>> read(Source<L> source, Position after, Rows which, int limit) {
        return inOrderOfIndex(() -> source.read(after, which, limit));
    }

    /**
     * Reads the first rows of many, in this transaction. The database takes what came since it last counted rows for a
     * few, and would sort all of them for each batch.
     */
    private <T> T inOrderOfIndex(Supplier<T> read) {
        client.sql("set local enable_sort = off").update();
        var rows = read.get();
        client.sql("set local enable_sort to default").update();
        return rows;
    }

    private <L extends NewLeaf> long append(String tenant, List<L> leaves) {
        return logs.append(tenant, leaves.stream().map(NewLeaf::hash).toList());
    }

    private <L extends NewLeaf> boolean follow(Source<L> source) {
        var position = position(source);
        if (isOfAnotherCluster(position)) {
            followRestored(source);
            // Rows of this cluster may already have been written. Those that have an entry are passed over.
            position = Position.START;
        }
        var batch = read(source, position, SETTLED, BATCH);
        enter(source, position, batch);
        moveTo(source, batch.isEmpty() ? position : batch.getLast().position());
        return batch.size() == BATCH;
    }

    /** How long the oldest row that is not followed has waited; zero when there is none. */
    public Duration lag() {
        return inTransaction(() -> Stream.concat(
                                sources.stream().flatMap(source -> oldest(source).stream()),
                                held.all().stream().flatMap(this::oldest))
                        .min(Comparator.naturalOrder()))
                .map(this::since)
                .filter(lag -> !lag.isNegative())
                .orElse(Duration.ZERO);
    }

    /** When the first outcome was decided that is not followed; where there is none, when it was last looked. Empty before that. */
    public Optional<Instant> followedUntil() {
        return inTransaction(() -> oldest(outcomes).or(this::movedAt));
    }

    private Optional<Instant> oldest(Source<?> source) {
        var position = position(source);
        return inOrderOfIndex(() -> source.oldest(position, ANY));
    }

    private <T> Optional<T> inTransaction(Supplier<Optional<T>> read) {
        return Objects.requireNonNull(transaction.execute(status -> read.get()));
    }

    private Optional<Instant> movedAt() {
        return client.sql("select moved_at from audit_position where source = ?")
                .param(outcomes.name())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    private Stream<Instant> oldest(Held one) {
        return sources.stream()
                .filter(source -> source.name().equals(one.source()))
                .flatMap(source -> inOrderOfIndex(() -> source.oldest(one.position(), ANY.of(one.tenant()))).stream());
    }

    /** How many tenants have a log that is damaged, and so is not carried on. */
    int held() {
        return (int) held.all().stream().map(Held::tenant).distinct().count();
    }

    private Duration since(Instant time) {
        return Duration.between(time, clock.instant());
    }

    private Position position(Source<?> source) {
        return client.sql("select xid::text, row_id, pair_index from audit_position where source = ?")
                .param(source.name())
                .query((row, n) -> new Position(
                        row.getString("xid"), row.getObject("row_id", UUID.class), row.getInt("pair_index")))
                .optional()
                .orElse(Position.START);
    }

    private void moveTo(Source<?> source, Position position) {
        client.sql("""
                        insert into audit_position (source, xid, row_id, pair_index, moved_at)
                        values (:source, cast(:xid as xid8), :row, :index, :now)
                        on conflict (source) do update set xid = excluded.xid, row_id = excluded.row_id,
                            pair_index = excluded.pair_index, moved_at = excluded.moved_at""")
                .param("source", source.name())
                .param("xid", position.xid())
                .param("row", position.row())
                .param("index", position.index())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private boolean isOfAnotherCluster(Position position) {
        return client.sql("select cast(? as xid8) >= pg_snapshot_xmax(pg_current_snapshot())")
                .param(position.xid())
                .query(Boolean.class)
                .single();
    }

    /**
     * After a backup was restored in a new cluster, whose transactions count from the beginning: rows that were committed but
     * not followed when the backup was made would wait until the count has come to them.
     */
    private <L extends NewLeaf> void followRestored(Source<L> source) {
        var position = Position.START;
        List<Followed<L>> batch;
        do {
            batch = read(source, position, OF_ANOTHER_CLUSTER, BATCH);
            enter(source, Position.START, batch);
            position = batch.isEmpty() ? position : batch.getLast().position();
        } while (batch.size() == BATCH);
    }

    /** @param before up to where all rows are entered, but those that are held back */
    private <L extends NewLeaf> void enter(Source<L> source, Position before, List<Followed<L>> batch) {
        var byTenant = new LinkedHashMap<String, List<L>>();
        var refused = new LinkedHashMap<String, Position>();
        for (var row : batch) {
            if (row.isRefused()) {
                refused.putIfAbsent(row.tenant(), row.position());
            }
            row.leaf()
                    .ifPresent(leaf -> byTenant.computeIfAbsent(row.tenant(), tenant -> new ArrayList<>())
                            .add(leaf));
        }
        var waiting = held.tenants(source.name());
        refused.keySet().removeAll(waiting);
        byTenant.keySet().removeAll(waiting);
        byTenant.keySet().removeAll(refused.keySet());
        refused.forEach((tenant, position) -> {
            hold(tenant, source, before);
            LOG.error(
                    "The audit log of a tenant is not carried on, since a row of the database has values that none can have:"
                            + " {} {}, {}. Who owns the tables looks where it came from, and deletes it",
                    source.name(),
                    position.row(),
                    position.index());
        });
        byTenant.forEach((tenant, leaves) -> {
            try {
                source.enter(tenant, append(tenant, leaves), leaves);
            } catch (DamagedTiles e) {
                // Nothing was written yet.
                hold(tenant, source, before);
                LOG.error(
                        "The audit log of a tenant was changed in the database, and is not carried on until it is what it was."
                                + " Its outcomes wait. Which one, './facematch audit verify' tells");
            }
        });
    }

    /** The tenant's rows of all sources wait from here on. Those of others do not. */
    private void hold(String tenant, Source<?> source, Position before) {
        for (var each : sources) {
            held.hold(new Held(tenant, each.name(), each.equals(source) ? before : position(each)));
        }
    }
}
