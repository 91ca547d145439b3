package io.facematch.standalone.auditor;

import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.inspection.Verifications;
import io.facematch.api.audit.inspection.Verifications.By;
import io.facematch.api.audit.integrity.LogVerification;
import io.facematch.api.audit.integrity.Progress;
import io.facematch.api.audit.integrity.Verdict;
import io.facematch.api.audit.integrity.Verdict.Status;
import io.facematch.standalone.local.OwnerDatabase;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.ProgressLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "verify",
        description = {
            "Checks every outcome in the database against the signed logs, and names the first one of each tenant that was"
                    + " changed, removed, inserted or moved.",
            "Works on FACEMATCH_DATABASE_URL when that is set, else on the state folder, whether 'up' runs there or not.",
            "With PACK.zip, checks that evidence pack instead, and needs neither database nor network."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = VerifyCommand.NOT_VERIFIED,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:all outcomes are as they were entered",
            "1:something is not",
            "2:it can't be told: no database, no pack, no key, or nothing signed yet"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class VerifyCommand implements Callable<Integer> {
    static final int ALTERED = 1;
    static final int NOT_VERIFIED = 2;

    /** For what takes longest, which shows nothing meanwhile: looking for outcomes without a place in a log. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(11);

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PACK.zip",
            description = "An evidence pack, to be checked in place of a database.")
    private @Nullable Path pack;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "The only tenant to look at; all without it.")
    private @Nullable String tenant;

    @Option(
            names = "--key",
            arity = "1..*",
            paramLabel = "KEY",
            description =
                    "A public key of a log, as GET /v1/audit/keys tells it, in place of the keys of the installation."
                            + " Several may follow.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint that you kept, which the log must continue. Can be repeated.")
    private List<Path> checkpoints = new ArrayList<>();

    @Option(
            names = "--read-only",
            description =
                    "Writes nothing. Otherwise what came out is kept in the database, where its user may write there.")
    private boolean readOnly;

    @Option(names = "--json", description = "Prints an object on a line for each tenant.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (pack != null) {
            requireNoneOfDatabase();
            return new PackCheck(spec.commandLine(), LogTrust.ofPack(keys), json).check(pack);
        }
        var trust = LogTrust.of(keys, checkpoints);
        return report(OwnerDatabase.read(LONGEST_SILENCE, database -> verify(database, trust)));
    }

    private void requireNoneOfDatabase() {
        if (tenant != null || !checkpoints.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--tenant and --checkpoint are for a database, not for an evidence pack");
        }
    }

    private List<Verdict> verify(DataSource database, LogTrust trust) {
        var threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
        var progress = new ShownProgress(new ProgressLine(spec.commandLine().getErr(), "rows"));
        try {
            var verdicts = new LogVerification(database, trust.in(JdbcClient.create(database)), threads)
                    .verify(Optional.ofNullable(tenant), progress);
            if (!readOnly && !verdicts.isEmpty()) {
                record(database, verdicts);
            }
            return verdicts;
        } catch (BadSqlGrammarException e) {
            throw new CommandFailed(
                    "the database knows no logs yet: start the API of this version, which brings its tables up to date");
        } catch (SQLException e) {
            throw new CommandFailed("the database could not be read to the end: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted");
        } finally {
            progress.end();
        }
    }

    /** An auditor's login may not write, and a copy of the database can't be: then it was looked at all the same. */
    private void record(DataSource database, List<Verdict> verdicts) {
        var jdbc = JdbcClient.create(database);
        var clock = InstantSource.system();
        try {
            new Verifications(
                            jdbc,
                            new AccessLog(jdbc, clock),
                            new TransactionTemplate(new JdbcTransactionManager(database)),
                            clock)
                    .record(verdicts, By.COMMAND);
        } catch (DataAccessException | TransactionException e) {
            var err = spec.commandLine().getErr();
            err.println("facematch: not recorded that this was verified: the database's user may not write, or the"
                    + " database is one of before");
            err.flush();
        }
    }

    private int report(List<Verdict> verdicts) {
        var out = spec.commandLine().getOut();
        verdicts.forEach(verdict -> out.println(json ? inJson(verdict) : inWords(verdict)));
        out.flush();
        var err = spec.commandLine().getErr();
        if (verdicts.isEmpty()) {
            err.println(tenant == null ? "facematch: there are no outcomes" : "facematch: this tenant has no outcomes");
            return tenant == null ? 0 : NOT_VERIFIED;
        }
        var worst =
                verdicts.stream().map(Verdict::status).max(Status::compareTo).orElseThrow();
        advise(worst, err);
        return switch (worst) {
            case INTACT -> 0;
            case ALTERED -> ALTERED;
            case UNVERIFIED -> NOT_VERIFIED;
        };
    }

    private static void advise(Status worst, PrintWriter err) {
        switch (worst) {
            case INTACT -> {}
            case ALTERED ->
                err.println(
                        "facematch: the database is not as it was entered. Stop the server, keep a copy of the database as it"
                                + " is, and compare what is named with a backup: docs/audit.md");
            case UNVERIFIED ->
                err.println(
                        "facematch: who signed could not be checked. Name the key (FACEMATCH_AUDIT_SIGNING_KEY_FILE or --key),"
                                + " or wait a minute for the first checkpoint: docs/audit.md");
        }
        err.flush();
    }

    private static String inWords(Verdict verdict) {
        var words = new StringBuilder(verdict.tenant()).append(": ");
        var first = verdict.firstFinding();
        if (first.isPresent()) {
            words.append("NOT INTACT: ").append(first.get().inWords());
            if (verdict.findings() > 1) {
                words.append("; ").append(verdict.findings()).append(" findings in all");
            }
            return words.toString();
        }
        if (verdict.size() == 0) {
            words.append("no rows yet");
        } else {
            words.append("intact through row ").append(verdict.size() - 1);
            if (verdict.lastDecidedAt() != null) {
                words.append(" of ").append(verdict.lastDecidedAt());
            }
        }
        if (!verdict.signaturesChecked()) {
            words.append(verdict.signed() == 0 ? "; nothing is signed" : "; signatures not checked, for want of a key");
        } else if (verdict.size() > verdict.signed()) {
            words.append("; ").append(verdict.size() - verdict.signed()).append(" of them not signed yet");
        }
        if (verdict.waiting() > 0) {
            words.append("; ").append(verdict.waiting()).append(" more not entered yet");
        }
        return words.append(verdict.inWordsWhatIsGone()).toString();
    }

    private static String inJson(Verdict verdict) {
        var members = new LinkedHashMap<String, Object>();
        members.put("tenant", verdict.tenant());
        members.put("status", verdict.status().name());
        members.put("rows", verdict.size());
        members.put("signed", verdict.signed());
        members.put("signatures_checked", verdict.signaturesChecked());
        members.put("waiting", verdict.waiting());
        if (verdict.lastDecidedAt() != null) {
            members.put("last_decided_at", verdict.lastDecidedAt().toString());
        }
        members.put("deleted", verdict.deleted());
        members.put("erased", verdict.erased());
        members.put("findings", verdict.findings());
        verdict.firstFinding().ifPresent(first -> {
            var found = new LinkedHashMap<String, Object>(
                    Map.of("kind", first.kind().name(), "what", first.inWords()));
            if (first.row() != Long.MAX_VALUE) {
                found.put("row", first.row());
                found.put("rows", first.rows());
            }
            if (first.outcome() != null) {
                found.put("outcome", first.outcome().toString());
            }
            members.put("first", found);
        });
        return JsonMapper.shared().writeValueAsString(members);
    }

    /** Several threads tell it. */
    private static final class ShownProgress implements Progress {
        private final ProgressLine line;
        private final long started = System.nanoTime();
        private boolean shown;

        ShownProgress(ProgressLine line) {
            this.line = line;
        }

        @Override
        public synchronized void checked(long rows, long total) {
            // A log of one range is done before anybody could read the line.
            if (rows < total || shown) {
                shown = true;
                line.show(
                        (int) Math.min(rows, Integer.MAX_VALUE),
                        (int) Math.min(total, Integer.MAX_VALUE),
                        Duration.ofNanos(System.nanoTime() - started));
            }
        }

        synchronized void end() {
            if (shown) {
                line.end();
            }
        }
    }
}
