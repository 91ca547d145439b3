package io.facematch.standalone;

import ch.qos.logback.classic.Level;
import io.facematch.standalone.access.ClientsCommand;
import io.facematch.standalone.access.TokenCommand;
import io.facematch.standalone.auditor.AuditCommand;
import io.facematch.standalone.benchmark.BenchCommand;
import io.facematch.standalone.calibration.CalibrateCommand;
import io.facematch.standalone.explanation.ExplainCommand;
import io.facematch.standalone.keys.KeysCommand;
import io.facematch.standalone.models.ModelsCommand;
import io.facematch.standalone.privacy.PrivacyCheckCommand;
import io.facematch.standalone.run.AotTrainingCommand;
import io.facematch.standalone.run.RunCommand;
import io.facematch.standalone.serve.ApiCommand;
import io.facematch.standalone.serve.UpCommand;
import io.facematch.standalone.serve.WorkerCommand;
import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.start.Refusal;
import io.facematch.start.VirtualThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./facematch}: knows all commands. */
@Command(
        name = "facematch",
        description = "Tells whether two face photos show the same person.",
        mixinStandardHelpOptions = true,
        versionProvider = FacematchCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "State of run and up lives in .facematch/ beside the launcher (FACEMATCH_HOME for another folder).",
            "The settings are in docs/settings.md."
        },
        subcommands = {
            RunCommand.class,
            AotTrainingCommand.class,
            UpCommand.class,
            ApiCommand.class,
            WorkerCommand.class,
            TokenCommand.class,
            ClientsCommand.class,
            KeysCommand.class,
            AuditCommand.class,
            ModelsCommand.class,
            CalibrateCommand.class,
            ExplainCommand.class,
            BenchCommand.class,
            PrivacyCheckCommand.class
        })
public final class FacematchCommand implements Runnable {
    /** Look at the arguments and settings, and do nothing. */
    private static final String CHECK_ONLY = "launcher.check-only";

    /** After that begin what takes longest, as the command itself follows at once. */
    private static final String PREPARE = "launcher.prepare";

    /** The exit status when nothing speaks against the command, which no command ends with. */
    private static final int CHECKED = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private CommandSpec spec;

    public static void main(String... arguments) {
        VirtualThreads.compute();
        deleteTemporaryFolderAtExit();
        // Until Spring has read the log's settings, it would show every step.
        setLevel(Logger.ROOT_LOGGER_NAME, Level.WARN);
        // It warns at each start that there is no GPU.
        setLevel("ai.djl.onnxruntime.engine.OrtEngine", Level.ERROR);
        var commandLine = commandLine();
        if (Boolean.getBoolean(CHECK_ONLY)) {
            commandLine.setExecutionStrategy(FacematchCommand::check);
        }
        System.exit(commandLine.execute(arguments));
    }

    /** The one that the launcher made for this process and named after it. */
    private static void deleteTemporaryFolderAtExit() {
        var folder = Path.of(System.getProperty("java.io.tmpdir"));
        if (folder.endsWith(Long.toString(ProcessHandle.current().pid()))) {
            folder.toFile().deleteOnExit(); // told first, so deleted last
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAfterAllHooks(folder)));
        }
    }

    /** What libraries leave in it, beside what they delete themselves. */
    private static void deleteAfterAllHooks(Path folder) {
        try (var left = Files.walk(folder)) {
            for (var file : left.toList()) {
                if (folder.relativize(file).toString().matches("onnxruntime-java[^/]*/.*")) {
                    // It has its folder deleted before what is in it, which fails. Its code is loaded by now.
                    Files.delete(file);
                } else {
                    file.toFile().deleteOnExit();
                }
            }
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            // The launcher takes away what stays, at its next start.
        }
    }

    /**
     * The launcher asks for this first, in a JVM that starts in a fraction of the time that one with everything that a
     * server needs takes.
     */
    private static int check(ParseResult parsed) {
        var helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        var command = parsed.asCommandLineList().getLast();
        if (command.getCommand() instanceof Checked checked) {
            try {
                checked.check();
                if (Boolean.getBoolean(PREPARE)) {
                    checked.prepare();
                }
            } catch (IOException | RuntimeException e) {
                throw new ExecutionException(command, "refused", e);
            }
        }
        return CHECKED;
    }

    private static void setLevel(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof ch.qos.logback.classic.Logger logger) {
            logger.setLevel(level);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new FacematchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, arguments) -> refused(e))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    var why = Refusal.of(e).orElseGet(() -> CommandFailed.inWords(e));
                    command.getErr().println("facematch: " + why);
                    return command.getCommandSpec().exitCodeOnExecutionException();
                });
    }

    /** What is wrong, and where the rest is told: the whole help would push the one line that matters off the screen. */
    private static int refused(ParameterException e) {
        var command = e.getCommandLine();
        command.getErr().println("facematch: " + e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = FacematchCommand.class.getPackage().getImplementationVersion();
            return new String[] {"facematch " + (version == null ? "(development)" : version)};
        }
    }
}
