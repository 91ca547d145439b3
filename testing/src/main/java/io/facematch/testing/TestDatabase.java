package io.facematch.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** One PostgreSQL for all tests of a JVM; each test class gets a database of its own with all migrations. */
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    public static TestDatabase create() {
        var name = "test_" + COUNT.incrementAndGet();
        try (var connection = SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no test database", e);
        }
        var database = new TestDatabase(name);
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        return database;
    }

    public DataSource dataSource() {
        return SERVER.getDatabase("postgres", name);
    }

    /** Connections that are used again, where they are many: each new one costs PostgreSQL a process. */
    public DataSource pool(int size) {
        var pool = new HikariDataSource();
        pool.setDataSource(dataSource());
        pool.setMaximumPoolSize(size);
        return pool;
    }

    public String jdbcUrl() {
        return SERVER.getJdbcUrl("postgres", name);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }
}
