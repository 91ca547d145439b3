package io.facematch.standalone.run;

import io.facematch.api.archive.StemRule;
import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.models.DemonstrationNote;
import io.facematch.standalone.models.FirstRun;
import io.facematch.standalone.run.input.Input;
import io.facematch.standalone.run.input.Part;
import io.facematch.standalone.run.remote.ServerCheck;
import io.facematch.standalone.run.remote.ServerOptions;
import io.facematch.standalone.run.remote.ServerOptions.Server;
import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.OutputFolder;
import io.facematch.standalone.terminal.ProgressLine;
import io.facematch.standalone.terminal.Steps;
import io.facematch.start.UnknownSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "run",
        description = {
            "Compares pairs of photos and saves facematch-bulk-<time>.zip with summary.xlsx and a JSON file per pair.",
            "In a ZIP or a folder, two images are a pair when their names are <stem>_image1.<ext> and <stem>_image2.<ext>."
                    + " A manifest is a CSV file with the columns pair_id,image1,image2: paths of photos anywhere.",
            "Sends them to the server of --url, or to the one that 'up' runs on the state folder; when none runs, starts one"
                    + " for this job. What is more than the server takes at once becomes several jobs, with one result.",
            "Interrupted, by whatever it was, the same command goes on where this one was.",
            "Fetches the recommended models, once, when there is none that is fit to decide about people.",
            "Exit status: 0 when the job completed, also when some pairs could not be compared; 1 when it could not be run, or was"
                    + " cancelled or expired."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class RunCommand implements Callable<Integer>, Checked {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "ZIP|FOLDER|MANIFEST.csv",
            description =
                    "The pairs. A column 'same' of the manifest, or labels.csv in the ZIP or the folder, says with 1 or 0"
                            + " which pairs show one person; then the error rates are printed, too.")
    private Path place;

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

    @Option(
            names = "--labels",
            paramLabel = "CSV",
            description = "A file with the columns pair_id,same to measure error rates with.")
    private @Nullable Path labels;

    @Mixin
    private ServerOptions servers;

    @Option(names = "--offline", description = "Fetch no models, as FACEMATCH_OFFLINE=true does.")
    private boolean offline;

    @Override
    public void check() throws IOException {
        checkReading();
        new OutputFolder(out).obstacle().ifPresent(obstacle -> {
            throw new CommandFailed(obstacle + ": choose another folder with --out");
        });
        var server = servers.server();
        checkInput();
        if (server.isPresent()) {
            check(server.get());
            return;
        }
        var home = Home.ofEnvironment();
        if (home.running().isEmpty()) {
            LocalIssuer.configuredUri();
            FirstRun.check();
            home.lock().close();
        }
    }

    private void checkReading() {
        if (names != null && NameEncoding.named(names).isEmpty()) {
            throw new CommandFailed(
                    "--names " + names + ": no such code page; such as cp850, cp866, windows-1251 or gbk");
        }
        if (names != null && !isZip()) {
            throw new CommandFailed("--names is for a ZIP: the names of files are known");
        }
        if (stems != null && StemRule.ofCode(stems).isEmpty()) {
            throw new CommandFailed("--stems must be name or path");
        }
        if (stems != null && Input.isManifest(place)) {
            throw new CommandFailed("--stems is for a ZIP or a folder: a manifest names the pairs");
        }
        if (labels != null && (!Files.isRegularFile(labels) || !Files.isReadable(labels))) {
            throw new CommandFailed("there is no file " + labels + " that can be read");
        }
    }

    private boolean isZip() {
        return !Files.isDirectory(place) && !Input.isManifest(place);
    }

    /** Of a ZIP what takes no time, since the directory of a large one takes seconds. */
    private void checkInput() throws IOException {
        if (isZip()) {
            new ArchiveFile(place).require();
        } else {
            input().close();
        }
    }

    private static void check(Server server) {
        try {
            new ServerCheck(server).require();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while " + server.address() + " was asked");
        }
    }

    private Input input() throws IOException {
        return Input.read(
                place,
                names == null ? null : NameEncoding.named(names).orElseThrow(),
                stems == null ? StemRule.NAME : StemRule.ofCode(stems).orElseThrow(),
                labels);
    }

    @Override
    public void prepare() throws IOException {
        if (servers.isRemote()) {
            return;
        }
        var home = Home.ofEnvironment();
        if (home.running().isEmpty()) {
            StandaloneServer.prepare(home);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var home = Home.ofEnvironment();
        var remote = servers.server();
        if (remote.isPresent()) {
            compare(home, remote.get(), "");
            return 0;
        }
        var running = home.running();
        if (running.isPresent()) {
            var server = running.get();
            compare(home, local(home, server.address()), server.demonstration());
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
            compare(home, local(home, server.address()), demonstration.orElse(""));
            return 0;
        }
    }

    private static Server local(Home home, URI address) throws IOException {
        var issuer = home.issuer();
        return new Server(address, () -> issuer.token("default", LocalIssuer.ALL_SCOPES, Instant.now()));
    }

    /** @param demonstration the model that is not fit to decide about people; empty when none is */
    private void compare(Home home, Server server, String demonstration) throws IOException, InterruptedException {
        var terminal = spec.commandLine().getOut();
        if (!demonstration.isEmpty()) {
            terminal.println(DemonstrationNote.about(demonstration));
        }
        var progress = new ProgressLine(terminal, "pairs");
        var retries = Retries.patient(why -> {
            progress.end();
            progress.say("Waiting for the server: " + why);
        });
        try (var input = input();
                var client = new ApiClient(server.address(), server.token(), retries)) {
            input.notes().forEach(terminal::println);
            var jobs = new PartJobs(
                    client, new RunHistory(home.folder().resolve("runs")), InstantSource.system(), progress);
            var interrupted = new Thread(() -> spec.commandLine()
                    .getErr()
                    .println(
                            "\nfacematch: stopped. What was accepted goes on at the server; the same command goes on where"
                                    + " this one was."));
            Runtime.getRuntime().addShutdownHook(interrupted);
            try {
                jobs.submit(Part.of(input, client.limits()), place.getFileName().toString(), reading(input));
                var over = jobs.await();
                var saved = new Results(over).save(client, out);
                report(client, over, input, saved, terminal);
                requireCompleted(over);
                jobs.remember();
            } finally {
                forget(interrupted);
            }
        }
    }

    /** What was compared is saved all the same, and is not compared again by the same command. */
    private static void requireCompleted(List<JsonNode> jobs) {
        var others = jobs.stream()
                .filter(job -> !job.path("state").asString().equals("COMPLETED"))
                .toList();
        if (!others.isEmpty()) {
            throw new CommandFailed(others.stream()
                            .map(job -> "job " + job.path("id").asString() + " ended as "
                                    + job.path("state").asString() + " after " + job.path("done") + " of "
                                    + job.path("total") + " pairs")
                            .collect(Collectors.joining("\n"))
                    + "\nThe same command compares the pairs of "
                    + (others.size() == 1 ? "this job" : "these jobs") + " again"
                    + (others.size() < jobs.size() ? ", and takes the results of the others." : "."));
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It runs already.
        }
    }

    private Map<String, String> reading(Input input) {
        var reading = new LinkedHashMap<String, String>();
        if (names != null) {
            reading.put("names", names);
        }
        if (input.stems() != StemRule.NAME) {
            reading.put("stems", input.stems().code());
        }
        return reading;
    }

    private static void report(ApiClient client, List<JsonNode> jobs, Input input, Path saved, PrintWriter terminal)
            throws IOException, InterruptedException {
        var failures = new ArrayList<JsonNode>();
        for (var job : jobs) {
            failures.addAll(FirstFailures.of(client, job));
        }
        new JobSummary(terminal)
                .print(
                        new JobSum(jobs).of(input.unpaired()),
                        failures.stream().limit(FirstFailures.AT_MOST).toList());
        if (!input.same().isEmpty()) {
            Accuracy.of(saved, input.same())
                    .print(terminal, jobs.getFirst().path("operating_point").asString());
        }
        terminal.println();
        terminal.println("Results: " + saved);
        terminal.flush();
    }
}
