package io.facematch.standalone.privacy;

import io.facematch.standalone.local.DatabaseUser;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** The product's jobs as its database has them, for the user who may see everything. */
final class StoredJobs {
    private final OwnProduct product;

    StoredJobs(OwnProduct product) {
        this.product = product;
    }

    int count() throws IOException {
        return product.database()
                .sql("select count(*) from job")
                .query(Integer.class)
                .single();
    }

    /** Counts a job as running, too, while the database does not answer. */
    boolean isRunning(UUID job) {
        try {
            return product.database()
                    .sql("select state in ('ENQUEUING', 'RUNNING') from job where id = ?")
                    .param(job)
                    .query(Boolean.class)
                    .single();
        } catch (IOException e) {
            return true;
        }
    }

    /** Its state and its outcomes, such as {@code COMPLETED: 2 Success}. */
    String outcomes(UUID job) throws IOException {
        return product.database().sql("""
                        select j.state || ': ' || coalesce(string_agg(o.n || ' ' || o.answer, ', ' order by o.answer), 'no outcome')
                        from job j left join (
                            select job_id, concat_ws('/', status, fault) as answer, count(*) as n
                            from outcome group by job_id, status, fault) o on o.job_id = j.id
                        where j.id = ? group by j.state""").param(job).query(String.class).single();
    }

    /** How often a worker has begun with the pair of a job that ended the one before. */
    int attempts(UUID job) throws IOException {
        return product.database()
                .sql("select max(attempts) from pair where job_id = ?")
                .param(job)
                .query(Integer.class)
                .single();
    }

    /** No outcome of the job can be stored until the connection is closed. */
    Connection lock(UUID job) throws IOException, SQLException {
        var connection = product.login().getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement("select from job where id = ? for update")) {
            statement.setObject(1, job);
            statement.execute();
        }
        return connection;
    }

    /** Whether a worker has compared a pair of a job that is locked. */
    boolean keepAWorkerWaiting() throws IOException {
        return product.database()
                        .sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = ?")
                        .param(DatabaseUser.WORKER.username())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Lets the names be forgotten, and the epochs end, as if their time had come. */
    void letTimePass() throws IOException {
        product.database()
                .sql("update job set purge_at = now() where purge_at > now()")
                .update();
        product.database()
                .sql("update key_epoch set ends_at = now() where ends_at > now()")
                .update();
    }

    boolean areNameless() throws IOException {
        return product.database()
                .sql("select bool_and(purged) from job")
                .query(Boolean.class)
                .single();
    }
}
