package io.facematch.standalone.run;

import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.models.DemonstrationNote;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.ProgressLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
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
            "Exit status: 0 when the job ran, also when some pairs could not be compared; 1 when it could not be run."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class RunCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(250);

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

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isRegularFile(archive) || !Files.isReadable(archive)) {
            throw new CommandFailed("there is no file " + archive + " that can be read");
        }
        var terminal = spec.commandLine().getOut();
        // The client is on this machine: any free port does, and another server may have the usual one.
        var overrides = Map.<String, Object>of("facematch.port", "0", "facematch.log-level", "error");
        try (var server = StandaloneServer.start(Home.ofEnvironment(), overrides);
                var client = new ApiClient(server.address(), server.token())) {
            if (server.models().demonstration()) {
                terminal.println(DemonstrationNote.about(server.models().embedder()));
            }
            var progress = new ProgressLine(terminal, "pairs");
            progress.say("Uploading " + archive.getFileName());
            var job = follow(client, client.submit(archive), progress);
            var saved = client.saveResults(job.at("/links/results").asString(), out);
            report(client, job, saved, terminal);
            return 0;
        }
    }

    private static JsonNode follow(ApiClient client, JsonNode accepted, ProgressLine progress)
            throws IOException, InterruptedException {
        var started = System.nanoTime();
        var job = accepted;
        while (isRunning(job)) {
            Thread.sleep(POLL);
            job = client.get(accepted.at("/links/self").asString());
            progress.show(
                    job.path("done").asInt(), job.path("total").asInt(), Duration.ofNanos(System.nanoTime() - started));
        }
        progress.end();
        return job;
    }

    private static boolean isRunning(JsonNode job) {
        return switch (job.path("state").asString()) {
            case "ENQUEUING", "RUNNING" -> true;
            default -> false;
        };
    }

    private static void report(ApiClient client, JsonNode job, Path saved, PrintWriter terminal)
            throws IOException, InterruptedException {
        new JobSummary(terminal).print(job, FirstFailures.of(client, job));
        terminal.println();
        terminal.println("Results: " + saved);
        terminal.flush();
    }
}
