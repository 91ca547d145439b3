package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.PrivacyCheck.BrokenOff;
import io.facematch.standalone.privacy.search.Marker;
import io.facematch.standalone.privacy.search.SecretSearch;
import io.facematch.standalone.privacy.search.UnlinkedFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Everywhere that a product could leave something. */
final class Places {
    /** Crash files and forgotten temporary files lie at the top of these. */
    private static final int DEPTH_OUTSIDE = 3;

    private static final List<Path> OUTSIDE = List.of(
            Path.of("/tmp"),
            Path.of("/var/tmp"),
            Path.of("/dev/shm"),
            Path.of("/var/crash"),
            Path.of("/var/lib/systemd/coredump"),
            Path.of("").toAbsolutePath());

    /** Rows that PostgreSQL makes by itself of values that it has seen. */
    private static final List<String> OF_POSTGRES = List.of("pg_catalog.pg_statistic", "pg_catalog.pg_largeobject");

    private final OwnProduct product;
    private final Instant begun;

    Places(OwnProduct product, Instant begun) {
        this.product = product;
        this.begun = begun;
    }

    static List<String> inWords(Path folder) {
        return List.of(
                "The whole state of the product (" + folder + "): all files of PostgreSQL with its log of changes, of"
                        + " RabbitMQ, the spool, keys, temporary files, logs (at their most talkative level, `trace`), all that"
                        + " the processes printed, crash files of Java.",
                "Every row of every table, as text, and PostgreSQL's statistics of values.",
                "All metrics of the API, and of the worker when all jobs are over.",
                "The upload that is under way: files that a process holds open and that no folder names (on Linux).",
                "Files that were changed since the check began, down to three folders deep, in "
                        + String.join(", ", OUTSIDE.stream().map(Path::toString).toList()) + ".");
    }

    SecretSearch search(List<Marker> markers, ServerProcess... processes) throws IOException {
        var search = new SecretSearch(markers);
        rows(search);
        for (var process : processes) {
            metrics(search, process.management());
            for (var file : UnlinkedFiles.of(process.pid())) {
                search.file(file);
            }
        }
        search.folder(product.home().folder());
        for (var folder : OUTSIDE) {
            search.sharedFolder(folder, DEPTH_OUTSIDE, this::isNew);
        }
        return search;
    }

    private boolean isNew(BasicFileAttributes file) {
        return !file.lastModifiedTime().toInstant().isBefore(begun);
    }

    private void rows(SecretSearch search) throws IOException {
        var database = product.database();
        // So that all there is to write is written.
        database.sql("checkpoint").update();
        for (var table : tables(database)) {
            database.sql("select t::text from " + table + " t").query(String.class).stream()
                    .forEach(row -> search.text("table " + table, row));
        }
    }

    private static List<String> tables(JdbcClient database) {
        var own = database.sql("""
                        select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')""").query(String.class).list();
        return Stream.concat(own.stream(), OF_POSTGRES.stream()).toList();
    }

    private static void metrics(SecretSearch search, URI management) throws IOException {
        var all = CanaryClient.get(management.resolve("/actuator/metrics")).body();
        search.text("names of metrics", all);
        var names = JsonMapper.shared().readTree(all).path("names");
        if (names.isEmpty()) {
            throw new BrokenOff("the metrics can't be read at " + management);
        }
        for (var name : names) {
            var metric = "/actuator/metrics/" + name.asString();
            search.text(
                    "metric " + name.asString(),
                    CanaryClient.get(management.resolve(metric)).body());
        }
    }
}
