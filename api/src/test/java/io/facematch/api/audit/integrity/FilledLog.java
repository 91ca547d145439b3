package io.facematch.api.audit.integrity;

import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.audit.stream.OutcomeStream;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database with a log in it, which is filled and signed once for all tests of a class: each spoils a copy of its own. */
final class FilledLog implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    final TestDatabase database;
    final TestJobs jobs;
    final TransparencyLogs logs;
    final OutcomeStream stream;
    private final InstantSource clock;

    private FilledLog(TestDatabase database, @Nullable Path keyFolder, InstantSource clock) {
        this.database = database;
        var pool = database.pool(CONNECTIONS);
        this.jobs = keyFolder == null ? new TestJobs(pool) : new TestJobs(pool, keyFolder);
        this.logs = new TransparencyLogs(new JdbcTemplate(jobs.dataSource));
        this.stream = new OutcomeStream(new JdbcTemplate(jobs.dataSource), logs, jobs.transaction, clock);
        this.clock = clock;
    }

    static FilledLog empty(InstantSource clock) {
        return new FilledLog(TestDatabase.create(), null, clock);
    }

    /** Of this one, which must be closed. */
    FilledLog copy() {
        return new FilledLog(database.copy(), jobs.keyFolder, clock);
    }

    /** Its connections, of which the server has not enough for all tests. */
    @Override
    public void close() {
        try {
            ((AutoCloseable) jobs.dataSource).close();
        } catch (Exception e) {
            throw new IllegalStateException("connections can't be closed", e);
        }
    }
}
