package io.facematch.api.audit.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets outcomes go whose time is over. The database decides which these are, by its own tables and its own clock, and writes
 * into the ledger what went: this only asks it to, and can choose nothing. Of several processes one does it.
 */
@Component
public class RetentionSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSchedule.class);

    /** Rows in a transaction, which takes a second or two. */
    private static final int STEP = 20_000;

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionOperations transaction;
    private final RetentionSettings settings;

    RetentionSchedule(JdbcTemplate template, TransactionOperations transaction, RetentionSettings settings) {
        this.jdbc = JdbcClient.create(template);
        this.template = template;
        this.transaction = transaction;
        this.settings = settings;
    }

    /** Four times a day, so that it is done every day, whatever happens to one of them. */
    @Scheduled(initialDelay = 5, fixedDelay = 6 * 60, timeUnit = TimeUnit.MINUTES)
    public void deleteWhatIsDue() {
        try {
            var rows = deleteAll();
            if (rows > 0) {
                LOG.info("Retention: {} rows went whose time was over; the ledger says which", rows);
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "Retention could not delete all that is due, and tries again in some hours ({})",
                    e.getClass().getName());
        }
    }

    /** At the start, and again where the database did not answer then. */
    @Scheduled(initialDelay = 0, fixedDelay = 30, timeUnit = TimeUnit.MINUTES)
    public void setDefault() {
        try {
            changeDefault();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "Retention: the database did not take down the period of the settings ({})",
                    e.getClass().getName());
        }
    }

    private void changeDefault() {
        if (jdbc.sql("select change_default_retention(?)")
                .param(settings.days())
                .query(Boolean.class)
                .single()) {
            LOG.info(
                    "Retention: outcomes of tenants without a period of their own are kept for {} days",
                    settings.days());
        }
    }

    private long deleteAll() {
        long rows = 0;
        for (var step = step(); step >= 0; step = step()) {
            rows += step;
        }
        return rows;
    }

    /** How many rows went; negative when there is nothing to do any more, or another process does it. */
    private long step() {
        return Objects.requireNonNull(
                transaction.execute(status -> template.execute((ConnectionCallback<Long>) this::step)));
    }

    /** To find out that a month with millions of outcomes may go takes longer than what the API does otherwise. */
    private Long step(Connection connection) throws SQLException {
        var usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) LONGEST.plus(MARGIN).toMillis());
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + LONGEST.toMillis());
            try (var row = statement.executeQuery("select delete_due_outcomes(" + STEP + ")")) {
                row.next();
                return Objects.requireNonNullElse(row.getObject(1, Long.class), -1L);
            }
        } finally {
            connection.setNetworkTimeout(Runnable::run, usual);
        }
    }
}
