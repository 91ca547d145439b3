package io.facematch.standalone.run;

import io.facematch.api.archive.StemRule;
import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.models.DemonstrationNote;
import io.facematch.standalone.models.FirstRun;
import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.OutputFolder;
import io.facematch.standalone.terminal.ProgressLine;
import io.facematch.standalone.terminal.Steps;
import io.facematch.start.UnknownSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "run",
        description = {
            "Compares the pairs of a ZIP and saves facematch-bulk-<time>.zip with summary.xlsx and a JSON file per pair.",
            "Two images are a pair when their names are <stem>_image1.<ext> and <stem>_image2.<ext>.",
            "Sends the ZIP to the server that 'up' runs on the state folder; when none runs, starts one for this job.",
            "Fetches the recommended models, once, when there is none that is fit to decide about people.",
            "Exit status: 0 when the job ran, also when some pairs could not be compared; 1 when it could not be run."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class RunCommand implements Callable<Integer>, Checked {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ZIP", description = "The archive of pairs.")
    private Path archive;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where to save the results (default: the current folder).")
    private Path out;

    @Option(
            names = "--names",
            paramLabel = "CODE_PAGE",
            description = "Code page of names that are not in Unicode, such as cp850, cp866, windows-1251, gbk or cp932"
                    + " (default: guess).")
    private @Nullable String names;

    @Option(
            names = "--stems",
            paramLabel = "name|path",
            description =
                    "path: the folder of an image is part of its stem, for a folder for each person (default: name).")
    private @Nullable String stems;

    @Option(names = "--offline", description = "Fetch no models, as FACEMATCH_OFFLINE=true does.")
    private boolean offline;

    @Override
    public void check() throws IOException {
        new ArchiveFile(archive).require();
        if (names != null && NameEncoding.named(names).isEmpty()) {
            throw new CommandFailed(
                    "--names " + names + ": no such code page; such as cp850, cp866, windows-1251 or gbk");
        }
        if (stems != null && StemRule.ofCode(stems).isEmpty()) {
            throw new CommandFailed("--stems must be name or path");
        }
        new OutputFolder(out).obstacle().ifPresent(obstacle -> {
            throw new CommandFailed(obstacle + ": choose another folder with --out");
        });
        var home = Home.ofEnvironment();
        if (home.running().isEmpty()) {
            LocalIssuer.configuredUri();
            FirstRun.check();
            home.lock().close();
        }
    }

    @Override
    public void prepare() throws IOException {
        var home = Home.ofEnvironment();
        if (home.running().isEmpty()) {
            StandaloneServer.prepare(home);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var home = Home.ofEnvironment();
        var running = home.running();
        if (running.isPresent()) {
            var server = running.get();
            compare(home, server.address(), server.demonstration());
            return 0;
        }
        var overrides = Map.<String, Object>of("facematch.log-level", "error");
        var terminal = spec.commandLine().getErr();
        // Its log shows errors alone.
        UnknownSettings.warning().ifPresent(warning -> terminal.println("facematch: " + warning));
        var models = FirstRun.ofEnvironment(home.folder(), offline, terminal);
        // Any free port: the client is on this machine, and another server may use the port that is set.
        try (var server =
                StandaloneServer.start(home, overrides, new Steps(terminal), models::fetchOnce, "--facematch.port=0")) {
            var demonstration = server.models().demonstrationModels().stream().findFirst();
            compare(home, server.address(), demonstration.orElse(""));
            return 0;
        }
    }

    /** @param demonstration the model that is not fit to decide about people; empty when none is */
    private void compare(Home home, URI server, String demonstration) throws IOException, InterruptedException {
        var terminal = spec.commandLine().getOut();
        if (!demonstration.isEmpty()) {
            terminal.println(DemonstrationNote.about(demonstration));
        }
        var token = home.issuer().token("default", LocalIssuer.ALL_SCOPES, Instant.now());
        try (var client = new ApiClient(server, token)) {
            var progress = new ProgressLine(terminal, "pairs");
            progress.say("Uploading " + archive.getFileName());
            var job = follow(client, client.submit(archive, reading()), progress);
            var saved = new Results(job).save(client, out);
            report(client, job, saved, terminal);
        }
    }

    private Map<String, String> reading() {
        var reading = new LinkedHashMap<String, String>();
        if (names != null) {
            reading.put("names", names);
        }
        if (stems != null) {
            reading.put("stems", stems);
        }
        return reading;
    }

    private static JsonNode follow(ApiClient client, JsonNode accepted, ProgressLine progress)
            throws IOException, InterruptedException {
        var started = System.nanoTime();
        var job = client.await(
                accepted,
                seen -> progress.show(
                        seen.path("done").asInt(),
                        seen.path("total").asInt(),
                        Duration.ofNanos(System.nanoTime() - started)));
        progress.end();
        return job;
    }

    private static void report(ApiClient client, JsonNode job, Path saved, PrintWriter terminal)
            throws IOException, InterruptedException {
        new JobSummary(terminal).print(job, FirstFailures.of(client, job));
        terminal.println();
        terminal.println("Results: " + saved);
        terminal.flush();
    }
}
