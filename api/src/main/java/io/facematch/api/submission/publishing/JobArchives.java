package io.facematch.api.submission.publishing;

import io.facematch.api.archive.StemRule;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table of archives that are kept until their jobs end. Who publishes one has a turn, and a lease of it by the clock of
 * the database; a turn that another process took over changes nothing any more.
 */
@Component
public class JobArchives {
    private static final int AT_ONCE = 100;
    private static final RowMapper<Turn> TURN = (row, n) -> new Turn(
            row.getObject("job_id", UUID.class),
            row.getInt("turn"),
            row.getInt("next_pair"),
            row.getString("file"),
            row.getBytes("wrapped_key"),
            StemRule.ofCode(row.getString("stems")).orElse(StemRule.NAME),
            row.getBytes("listing"));

    private final JdbcClient jdbc;

    JobArchives(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The right to publish an archive.
     *
     * @param number counts up from 1
     * @param first every pair before it needs nobody any more
     * @param wrappedKey of the file, under the job's payload key
     * @param listing keyed digest of the pairs
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Turn(UUID job, int number, int first, String file, byte[] wrappedKey, StemRule stems, byte[] listing) {
        @Override
        public String toString() {
            return "Turn[" + job + ", " + number + "]";
        }
    }

    /** A job that is over, and its file. */
    record Ended(UUID job, String file) {}

    /** The first turn is the caller's. To be called in the transaction that stores the job. */
    void add(Turn turn, UUID folder, Duration lease) {
        jdbc.sql("""
                        insert into job_archive (job_id, folder, file, wrapped_key, stems, listing, lease_until)
                        values (?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))""")
                .params(
                        turn.job(),
                        folder,
                        turn.file(),
                        turn.wrappedKey(),
                        turn.stems().code(),
                        turn.listing(),
                        seconds(lease))
                .update();
    }

    /** The next turn of an archive that nobody publishes; empty when there is none. */
    Optional<Turn> take(UUID folder, Duration lease) {
        return jdbc.sql("""
                        update job_archive set turn = turn + 1, lease_until = now() + make_interval(secs => :lease)
                        where job_id = (
                            select a.job_id from job_archive a join job j on j.id = a.job_id
                            where a.folder = :folder and a.lease_until < now() and a.next_pair < j.total and j.state = 'RUNNING'
                            order by a.job_id limit 1 for update of a skip locked)
                        returning *""")
                .param("folder", folder)
                .param("lease", seconds(lease))
                .query(TURN)
                .optional();
    }

    /**
     * Remembers how far the publishing is, and prolongs the lease; a lease of nothing ends the turn.
     *
     * @return false when the turn is another process's by now, or the job is over
     */
    boolean save(UUID job, int turn, int next, Duration lease) {
        return jdbc.sql("""
                        update job_archive a set next_pair = :next, lease_until = now() + make_interval(secs => :lease)
                        from job j where a.job_id = :job and a.turn = :turn and j.id = a.job_id and j.state = 'RUNNING'""")
                        .param("job", job)
                        .param("turn", turn)
                        .param("next", next)
                        .param("lease", seconds(lease))
                        .update()
                == 1;
    }

    /** Jobs that are over, and whose archive is of no use any more: all pairs were compared, or time went by. */
    List<Ended> ended(UUID folder, Duration retryWithin) {
        return jdbc.sql("""
                        select a.job_id, a.file from job_archive a join job j on j.id = a.job_id
                        where a.folder = ? and j.state <> 'RUNNING'
                            and not (j.state in ('COMPLETED', 'EXPIRED') and (j.error > 0 or j.done < j.total)
                                and j.finished_at > now() - make_interval(secs => ?))
                        limit ?""")
                .params(folder, seconds(retryWithin), AT_ONCE)
                .query((row, n) -> new Ended(row.getObject("job_id", UUID.class), row.getString("file")))
                .list();
    }

    /** Where the archive of a job is, and how it is read. */
    record Place(UUID folder, String file, StemRule stems) {}

    Optional<Place> find(UUID job) {
        return jdbc.sql("select folder, file, stems from job_archive where job_id = ?")
                .param(job)
                .query((row, n) -> new Place(
                        row.getObject("folder", UUID.class),
                        row.getString("file"),
                        StemRule.ofCode(row.getString("stems")).orElse(StemRule.NAME)))
                .optional();
    }

    /** Pairs of a job that was not cancelled and may be compared again: an error of the server kept them from an outcome. */
    public List<Integer> failed(UUID job) {
        return jdbc.sql("""
                        select p.pair_index from pair p join job j on j.id = p.job_id
                        left join outcome o on o.accepted_on = j.accepted_on and o.job_id = p.job_id and o.pair_index = p.pair_index
                        where p.job_id = ? and (o.job_id is null or o.status = 'Error' and o.fault <> 'PAYLOAD_LOST')
                        order by p.pair_index""")
                .param(job)
                .query((row, n) -> row.getInt("pair_index"))
                .list();
    }

    void forget(UUID job) {
        jdbc.sql("delete from job_archive where job_id = ?").param(job).update();
    }

    /** Which of the files belong to a job. */
    Set<String> known(Collection<String> files) {
        return files.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql("select file from job_archive where file in (:files)")
                        .param("files", files)
                        .query((row, n) -> row.getString("file"))
                        .list());
    }

    /** A job all of whose pairs were published, and which got no outcome for long. */
    record Stalled(UUID job, int lane) {}

    /** Notes which jobs got outcomes since the last look. */
    List<Stalled> stalled(UUID folder, Duration without) {
        jdbc.sql("""
                        update job_archive a set seen_done = j.done, seen_at = now()
                        from job j where a.folder = ? and j.id = a.job_id and j.state = 'RUNNING' and a.next_pair = j.total
                            and a.seen_done is distinct from j.done""").param(folder).update();
        return jdbc.sql("""
                        select a.job_id, j.lane from job_archive a join job j on j.id = a.job_id
                        where a.folder = ? and j.state = 'RUNNING' and a.next_pair = j.total
                            and a.seen_done = j.done and a.seen_at < now() - make_interval(secs => ?)
                        order by a.job_id""")
                .params(folder, seconds(without))
                .query((row, n) -> new Stalled(row.getObject("job_id", UUID.class), row.getInt("lane")))
                .list();
    }

    /** Has all pairs without outcome published once more. */
    void publishAgain(UUID job) {
        jdbc.sql("""
                        update job_archive set next_pair = 0, turn = turn + 1, lease_until = now() - interval '1 second',
                            seen_done = null, seen_at = null where job_id = ?""").param(job).update();
    }

    /** Pairs of a job that have their outcome. */
    List<Integer> decided(UUID job) {
        return jdbc.sql("""
                        select pair_index from outcome
                        where job_id = :job and accepted_on = (select accepted_on from job where id = :job)""")
                .param("job", job)
                .query((row, n) -> row.getInt("pair_index"))
                .list();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
