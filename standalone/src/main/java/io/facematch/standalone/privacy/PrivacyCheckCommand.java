package io.facematch.standalone.privacy;

import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.OutputFolder;
import io.facematch.standalone.terminal.Steps;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "privacy-check",
        description = {
            "Shows that no photo, name or key stays: sends canaries through a product of its own, kills its processes"
                    + " meanwhile, searches every disk and table, and prints a report to be filed.",
            "Takes about two minutes, leaves nothing behind, and touches no server that runs.",
            "Exit status: 0 when nothing was found and all went as it must, 1 when not, 2 when it could not be run."
        },
        exitCodeOnExecutionException = PrivacyCheckCommand.NOT_RUN,
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class PrivacyCheckCommand implements Callable<Integer>, Checked {
    private static final int FAILED = 1;
    static final int NOT_RUN = 2;
    private static final Duration STOP = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the report to this file as well.")
    private @Nullable Path out;

    @Override
    public void check() {
        if (out != null) {
            if (Files.isDirectory(out)) {
                throw new CommandFailed(out + " is a folder: name a file with --out");
            }
            var folder = Objects.requireNonNull(out.toAbsolutePath().getParent(), "a file is in a folder");
            new OutputFolder(folder).obstacle().ifPresent(obstacle -> {
                throw new CommandFailed(obstacle + ": choose another file with --out");
            });
        }
    }

    @Override
    public Integer call() throws IOException {
        check();
        var report = run(new Steps(spec.commandLine().getErr()));
        var text = new StringWriter();
        report.print(new PrintWriter(text));
        if (out != null) {
            Files.createDirectories(out.toAbsolutePath().getParent());
            Files.writeString(out, text.toString(), StandardCharsets.UTF_8);
        }
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return report.passed() ? 0 : FAILED;
    }

    private CheckReport run(Steps steps) throws IOException {
        // Of a folder that only this user may enter.
        var folder = Files.createTempDirectory("privacy-check-").toRealPath();
        var over = new CountDownLatch(1);
        var work = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(work, over)));
        try {
            return PrivacyCheck.run(folder, version(), steps);
        } catch (InterruptedException e) {
            throw new CommandFailed("the check was stopped before it was over");
        } finally {
            delete(folder);
            over.countDown();
        }
    }

    /** At Ctrl-C: lets the check stop its processes and delete its folder. */
    private static void stop(Thread work, CountDownLatch over) {
        if (over.getCount() > 0) {
            work.interrupt();
            try {
                over.await(STOP.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String version() {
        var version = PrivacyCheckCommand.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
