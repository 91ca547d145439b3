package io.facematch.api.audit.integrity;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The database as it is at one moment, for several connections that only read. */
final class Snapshot implements AutoCloseable {
    private final DataSource database;
    private final Connection connection;
    private final String id;

    private Snapshot(DataSource database, Connection connection, String id) {
        this.database = database;
        this.connection = connection;
        this.id = id;
    }

    static Snapshot take(DataSource database) throws SQLException {
        var connection = begin(database);
        try (var statement = connection.createStatement()) {
            limit(connection);
            try (var row = statement.executeQuery("select pg_export_snapshot()")) {
                row.next();
                return new Snapshot(database, connection, row.getString(1));
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The one that holds it, for one thread. */
    Connection connection() {
        return connection;
    }

    /** Another one, which the caller closes. */
    Connection another() throws SQLException {
        var other = begin(database);
        try (var statement = other.createStatement()) {
            statement.execute("set transaction snapshot '" + id + "'");
            limit(other);
            return other;
        } catch (SQLException e) {
            other.close();
            throw e;
        }
    }

    private static Connection begin(DataSource database) throws SQLException {
        var connection = database.getConnection();
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return connection;
    }

    /** One statement fetches many times, and each fetch has the limit. */
    private static void limit(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = '10min'");
            statement.execute("set local idle_in_transaction_session_timeout = '6h'");
            statement.execute("set local plan_cache_mode = force_custom_plan");
            statement.execute("set local enable_partitionwise_join = on");
            // No outcome is looked up twice, so keeping those of before only costs.
            statement.execute("set local enable_memoize = off");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
