package io.facematch.standalone.auditor;

import io.facematch.api.audit.integrity.Trust;
import io.facematch.api.audit.log.LogKey;
import io.facematch.api.audit.log.LogOrigin;
import io.facematch.api.audit.log.LogSettings;
import io.facematch.standalone.local.Environment;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** By which keys the logs are believed: those that an auditor was given, or those of the installation. */
final class LogTrust {
    private final List<VerifierKey> given;
    private final List<LogKey> own;
    private final List<Path> kept;

    private LogTrust(List<VerifierKey> given, List<LogKey> own, List<Path> kept) {
        this.given = given;
        this.own = own;
        this.kept = kept;
    }

    /**
     * @param given as {@code GET /v1/audit/keys} tells them; none for those of the installation
     * @param kept files of checkpoints
     * @throws CommandFailed if one of them is no key
     */
    static LogTrust of(List<String> given, List<Path> kept) throws IOException {
        var keys = new ArrayList<VerifierKey>();
        for (var text : given) {
            try {
                keys.add(VerifierKey.parse(text));
            } catch (RefusedNote e) {
                throw new CommandFailed("--key: " + e.getMessage() + ". Copy it from GET /v1/audit/keys");
            }
        }
        return new LogTrust(keys, keys.isEmpty() ? installed() : List.of(), kept);
    }

    /**
     * For an evidence pack, which may be of any installation: those given, else those of the installation that is here,
     * else none.
     *
     * @throws CommandFailed if one of them is no key
     */
    static Function<String, List<VerifierKey>> ofPack(List<String> given) throws IOException {
        return of(given, List.of()).byName();
    }

    private static List<LogKey> installed() throws IOException {
        var file = Environment.secret("FACEMATCH_AUDIT_SIGNING_KEY_FILE").map(Path::of);
        var text = Environment.secret("FACEMATCH_AUDIT_SIGNING_KEY");
        if (file.isEmpty() && text.isEmpty() && !Environment.isSet("FACEMATCH_DATABASE_URL")) {
            file = Home.ofEnvironment().existingAuditKey();
        }
        return new LogSettings(text.orElse(null), file.orElse(null), null, Duration.ofSeconds(20)).keys(List.of());
    }

    /** For the logs of this database. */
    Trust in(JdbcClient database) {
        var origin = LogOrigin.of(
                Environment.get("FACEMATCH_AUDIT_ORIGIN").orElse(null),
                database.sql("select id from installation").query(UUID.class).single());
        var keys = byName();
        return new Trust(
                origin,
                keys,
                kept.stream().map(file -> open(file, keys, origin)).toList());
    }

    /** Keys of the log of that name. */
    private Function<String, List<VerifierKey>> byName() {
        return given.isEmpty()
                ? name -> own.stream()
                        .flatMap(key -> key.verifiers(name).stream())
                        .toList()
                : name -> given.stream().filter(key -> key.name().equals(name)).toList();
    }

    private static Checkpoint open(Path file, Function<String, List<VerifierKey>> keys, LogOrigin origin) {
        try {
            var note = SignedNote.parse(Files.readAllBytes(file));
            var checkpoint = Checkpoint.parse(note.text());
            if (!origin.isOfLog(checkpoint.origin())) {
                throw new CommandFailed(
                        "the checkpoint in " + file + " is that of another log: the names of those of this"
                                + " database begin with " + origin.text() + "/");
            }
            var ofLog = keys.apply(checkpoint.origin());
            return ofLog.isEmpty() ? checkpoint : Trust.open(note, checkpoint.origin(), ofLog);
        } catch (RefusedNote e) {
            throw new CommandFailed("the checkpoint in " + file + " can't be used: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.inWords(e));
        }
    }
}
