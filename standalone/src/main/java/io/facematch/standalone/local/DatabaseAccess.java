package io.facematch.standalone.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.springframework.core.io.ClassPathResource;

/**
 * Who is let into a {@link LocalPostgres}: whoever has a password, over the loopback address, and nobody else. A database
 * of a version that trusted everybody on the machine is closed before it is started again.
 */
final class DatabaseAccess {
    private static final String RULES = """
            # Written by Facematch. Everybody needs a password; there is no other way in.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private static final String RULES_FILE = "pg_hba.conf";
    private static final int LIMIT_SECONDS = 60;

    /** What the owner, the API and the worker are: {@code db/roles} has it for every installation. */
    private static final ClassPathResource ROLES = new ClassPathResource("db/roles/create_roles.sql");

    private final Path folder;
    private final Path data;
    private final String password;
    private final boolean passwordIsSet;

    private DatabaseAccess(Path folder, Path data, String password, boolean passwordIsSet) {
        this.folder = folder;
        this.data = data;
        this.password = password;
        this.passwordIsSet = passwordIsSet;
    }

    /** Of a server that does not run. A new database gets its password when its files are made. */
    static DatabaseAccess of(Path folder, Path data) throws IOException {
        if (!Files.exists(data.resolve(RULES_FILE))) {
            return new DatabaseAccess(folder, data, DatabaseUser.SUPERUSER.password(folder), true);
        }
        return isClosed(data) && Files.exists(DatabaseUser.SUPERUSER.passwordFile(folder))
                ? new DatabaseAccess(folder, data, DatabaseUser.SUPERUSER.password(folder), true)
                : new DatabaseAccess(folder, data, DatabaseUser.random(), false);
    }

    private static boolean isClosed(Path data) throws IOException {
        return Files.readString(data.resolve(RULES_FILE)).equals(RULES);
    }

    String superuserPassword() {
        return password;
    }

    /**
     * Before the server starts. Whenever this is killed, the next start does all of it again: the password's file, which
     * says that it is done, comes last.
     *
     * @param programs the folder in which PostgreSQL's programs were unpacked
     */
    void close(Path programs) {
        try {
            if (!passwordIsSet) {
                Files.deleteIfExists(DatabaseUser.SUPERUSER.passwordFile(folder));
                setPassword(programs);
            }
            if (!isClosed(data)) {
                var draft = data.resolve(RULES_FILE + ".new");
                Files.writeString(draft, RULES);
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
                Files.move(draft, data.resolve(RULES_FILE), StandardCopyOption.ATOMIC_MOVE);
            }
            if (!passwordIsSet) {
                DatabaseUser.SUPERUSER.keep(folder, password);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL's single-user mode listens to nobody but its standard input. */
    private void setPassword(Path programs) throws IOException {
        var command = new ArrayList<String>();
        if (Environment.isRoot()) {
            // PostgreSQL refuses to run as root; in a namespace of its own it is nobody, and still owns its files.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program(programs).toString(), "--single", "-D", data.toString()));
        // The statement with the password goes into no log.
        command.addAll(List.of("-c", "log_min_error_statement=panic", "-c", "exit_on_error=on", "postgres"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(("alter role " + DatabaseUser.SUPERUSER.username() + " password '" + password + "'\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("the database in " + data + " could not be given a password");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IOException("interrupted while the database was given a password", e);
        }
    }

    /** Of the major version that the data are of. */
    private Path program(Path programs) throws IOException {
        var version = Files.readString(data.resolve("PG_VERSION")).strip();
        try (var folders = Files.newDirectoryStream(programs, "PG-*")) {
            for (var candidate : folders) {
                var program = candidate.resolve("bin").resolve("postgres");
                if (Files.isExecutable(program) && versionOf(program).contains(" " + version + ".")) {
                    return program;
                }
            }
        }
        throw new IOException("the database in " + data + " is of PostgreSQL " + version + ", which is not here");
    }

    private static String versionOf(Path program) throws IOException {
        var process = new ProcessBuilder(program.toString(), "--version").start();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Makes the other users, and hands tables of a version before over to their new owner. Harmless when done before. */
    void makeUsers(String url) throws IOException {
        var login = new Properties();
        login.setProperty("user", DatabaseUser.SUPERUSER.username());
        login.setProperty("password", password);
        try (var connection = DriverManager.getConnection(url, login);
                var statement = connection.createStatement()) {
            // The statements have passwords in them: should one of them fail, it is not in the server's log.
            statement.execute("set log_min_error_statement = panic");
            statement.execute(ROLES.getContentAsString(StandardCharsets.UTF_8));
            statement.execute("""
                    do $$
                    begin
                        if not exists (select from pg_roles where rolname = 'facematch_server') then
                            create role facematch_server;
                        end if;
                        alter role facematch_server with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
                        grant facematch_api, facematch_worker to facematch_server;
                        revoke all on database template1 from public;
                    end;
                    $$""");
            for (var user : DatabaseUser.values()) {
                if (user != DatabaseUser.SUPERUSER) {
                    statement.execute("alter role " + user.username() + " password '" + user.password(folder) + "'");
                }
            }
        } catch (SQLException e) {
            throw new IOException("the database's users could not be made: " + e.getMessage(), e);
        }
    }
}
