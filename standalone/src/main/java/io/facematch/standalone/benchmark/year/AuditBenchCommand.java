package io.facematch.standalone.benchmark.year;

import io.facematch.broker.LocalRabbit;
import io.facematch.standalone.benchmark.measured.ProductProcess;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.OwnerDatabase;
import io.facematch.standalone.run.ApiClient;
import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./facematch bench audit}. */
@Command(
        name = "audit",
        description = {
            "Measures how fast a year of outcomes is entered into the log, counted, searched, exported and verified, while more"
                    + " are stored. Prints each figure beside its goal.",
            "Stores the outcomes by SQL in a database of its own, for which it needs 2.5 GB for each million. Ten million take"
                    + " about an hour on two cores before the first figure."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AuditBenchCommand implements Callable<Integer>, Checked {
    private static final int FEWEST = MadeOutcomes.PARTS * MadeOutcomes.PAIRS;
    private static final int MOST = 100_000_000;
    private static final long BYTES_OF_ROW = 2_500;
    private static final int MOST_ROUNDS = 1000;

    /** Of a statement that loads a month, or waits until it may. */
    private static final Duration LONGEST = Duration.ofHours(2);

    /** Everything that auditors ask for must be answered with so little. */
    private static final List<String> HEAP = List.of("-Xmx256m");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "Outcomes of the year (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How often each report and search is asked for (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description =
                    "Keeps the database there. When there is one from a run before, it measures that, and --rows means"
                            + " nothing.")
    private @Nullable Path kept;

    @Override
    public void check() {
        if (rows < FEWEST || rows > MOST) {
            throw new CommandFailed("--rows must be " + FEWEST + " to " + MOST);
        }
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new CommandFailed("--rounds must be 1 to " + MOST_ROUNDS);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var folder = kept == null ? Files.createTempDirectory("facematch-bench") : kept;
        try {
            var home = Home.open(folder);
            if (!Files.exists(home.database())) {
                requireRoom(home.folder());
            }
            try (var rabbit = LocalRabbit.launch(home.broker())) {
                rabbit.awaitReady();
                try (var product = ProductProcess.start(home.folder(), rabbit.uri(), HEAP);
                        var client = new ApiClient(product.address(), product.token())) {
                    measure(home, client);
                }
            }
            return 0;
        } finally {
            if (kept == null) {
                delete(folder);
            }
        }
    }

    private void measure(Home home, ApiClient client) throws IOException, InterruptedException {
        var owner = OwnerDatabase.with(home, LONGEST, source -> source);
        var out = spec.commandLine().getOut();
        var benchmark = new YearBenchmark(
                home,
                client,
                owner,
                LocalDate.now(ZoneOffset.UTC),
                out,
                spec.commandLine().getErr());
        if (benchmark.isEmpty()) {
            benchmark.load(rows);
        }
        benchmark.compareKnownSubjects();
        benchmark.tidyUp();
        benchmark.readReportsAndSearches(rounds);
        benchmark.export();
        benchmark.pack();
        benchmark.verify();
    }

    private void requireRoom(Path folder) throws IOException {
        var room = Files.getFileStore(folder).getUsableSpace();
        if (room < rows * BYTES_OF_ROW) {
            throw new CommandFailed(
                    "%d outcomes need %d GB, and %s has %d GB. Take fewer with --rows, or another folder with"
                                    .formatted(rows, rows * BYTES_OF_ROW / 1_000_000_000, folder, room / 1_000_000_000)
                            + " --keep");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
