package io.facematch.api.audit.integrity;

import com.sun.management.OperatingSystemMXBean;
import io.facematch.api.audit.Settled;
import io.facematch.api.audit.log.LogOrigin;
import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.audit.stream.OutcomeStream;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import io.facematch.testing.TestOutcomes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * How long a verification of the whole database takes; goal: ten million rows in less than a minute. Arguments: rows, rounds,
 * threads. Prints the processor time of a row, too, which other work on the machine changes little. That of PostgreSQL is
 * told on Linux, when it runs on this machine.
 */
final class LogVerificationBenchmark {
    private static final double TICKS_PER_SECOND = 100;
    private static final int CHILDREN_USER = 15;
    private static final int CHILDREN_SYSTEM = 16;

    private LogVerificationBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        var rows = Integer.parseInt(arguments[0]);
        var rounds = Integer.parseInt(arguments[1]);
        var threads = Integer.parseInt(arguments[2]);
        var database = TestDatabase.create();
        var jobs = new TestJobs(database.pool(4));
        var stream = new OutcomeStream(
                new JdbcTemplate(jobs.dataSource),
                new TransparencyLogs(new JdbcTemplate(jobs.dataSource)),
                jobs.transaction,
                InstantSource.system());
        TestOutcomes.load(jobs.jdbc, "benchmark", rows, 300, LocalDate.now(ZoneOffset.UTC));
        Settled.await(jobs.jdbc);
        var began = System.nanoTime();
        var used = javaSeconds();
        while (stream.follow()) {
            // The next batch.
        }
        System.out.printf(
                "followed in %.1f s, %.1f us of Java's processor time a row%n",
                seconds(began), (javaSeconds() - used) * 1e6 / rows);
        jobs.jdbc.sql("vacuum analyze outcome").update();
        jobs.jdbc.sql("vacuum analyze audit_entry").update();
        var trust = new Trust(new LogOrigin("audit.example.com"), name -> List.of(), List.of());
        var postgres = postmaster(jobs.jdbc);
        var source = (DriverManagerDataSource) database.dataSource();
        var properties = new Properties();
        // As the command does.
        properties.setProperty("prepareThreshold", "-1");
        source.setConnectionProperties(properties);
        for (int round = 0; round < rounds; round++) {
            measure(new LogVerification(source, trust, threads), rows, postgres);
        }
        System.exit(0);
    }

    private static void measure(LogVerification verification, int rows, Path postmaster) throws Exception {
        var began = System.nanoTime();
        var java = javaSeconds();
        var postgres = postgresSeconds(postmaster);
        var verdicts = verification.verify(Optional.empty(), Progress.NONE);
        // Until the processes of its connections have ended, and their parent knows what they used.
        Thread.sleep(200);
        var took = seconds(began);
        System.out.printf(
                "%s: %,d rows in %.1f s; of processor time a row %.1f us in Java, %.1f us in PostgreSQL;"
                        + " ten million like these: %.0f s (goal: 60 s)%n",
                verdicts.getFirst().findings() == 0 ? "intact" : "NOT INTACT",
                rows,
                took,
                (javaSeconds() - java) * 1e6 / rows,
                (postgresSeconds(postmaster) - postgres) * 1e6 / rows,
                took * 1e7 / rows);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static double javaSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** The parent of any process of a connection. */
    private static Path postmaster(JdbcClient sql) {
        long connection =
                sql.sql("select pg_backend_pid()").query(Integer.class).single();
        var parent = ProcessHandle.of(connection).flatMap(ProcessHandle::parent).orElseThrow();
        return Path.of("/proc", Long.toString(parent.pid()), "stat");
    }

    /** Of the processes of connections that have ended, which their parent knows. */
    private static double postgresSeconds(Path postmaster) throws IOException {
        var stat = Files.readString(postmaster);
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[CHILDREN_USER - 2]) + Long.parseLong(fields[CHILDREN_SYSTEM - 2]))
                / TICKS_PER_SECOND;
    }
}
