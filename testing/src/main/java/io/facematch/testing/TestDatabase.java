package io.facematch.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * One PostgreSQL for all tests of a JVM: the one in {@code FACEMATCH_DATABASE_URL} (with user and password), else a
 * container where an engine answers, else a process. Each caller gets a database of its own, with all migrations; on a
 * configured server it stays.
 */
public final class TestDatabase {
    private static final String SERVER = configured().or(Containers::database).orElseGet(TestDatabase::start);
    private static final String PREFIX = "test_" + ProcessHandle.current().pid() + "_";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The schema is made once; every database is a copy of this one. */
    private static final String TEMPLATE = migrated();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    public static TestDatabase create() {
        var name = PREFIX + COUNT.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE);
        return new TestDatabase(name);
    }

    private static String migrated() {
        var name = PREFIX + "migrated";
        execute("create database " + name);
        Flyway.configure()
                .dataSource(new TestDatabase(name).dataSource())
                .load()
                .migrate();
        return name;
    }

    private static void execute(String statement) {
        try (var connection = DriverManager.getConnection(SERVER);
                var sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("no test database", e);
        }
    }

    public DataSource dataSource() {
        return new DriverManagerDataSource(jdbcUrl());
    }

    /** Connections that are used again, where they are many: each new one costs PostgreSQL a process. */
    public DataSource pool(int size) {
        var pool = new HikariDataSource();
        pool.setDataSource(dataSource());
        pool.setMaximumPoolSize(size);
        return pool;
    }

    public String jdbcUrl() {
        return SERVER.replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
    }

    private static Optional<String> configured() {
        return Optional.ofNullable(System.getenv("FACEMATCH_DATABASE_URL")).filter(url -> !url.isBlank());
    }

    private static String start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start()
                    .getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }
}
