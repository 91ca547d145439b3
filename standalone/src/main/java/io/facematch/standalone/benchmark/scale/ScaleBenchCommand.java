package io.facematch.standalone.benchmark.scale;

import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./facematch bench scale}. */
@Command(
        name = "scale",
        description = {
            "Measures how the largest archives are taken in and given out, and how long others wait meanwhile. Prints each"
                    + " figure beside its goal.",
            "Runs an API with a heap of 256 MiB and a worker as processes of their own, with a database and a broker of their"
                    + " own. Needs a machine that is otherwise idle, and 10 GB of disk for 100,000 pairs."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ScaleBenchCommand implements Callable<Integer>, Checked {
    private static final int MOST = 1_000_000;
    private static final int FEWEST_BEFORE = 1000;
    private static final long BYTES_OF_PAIR = 100_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Pairs of the archive that is taken in and given out (default: ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(
            names = "--before",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Pairs of the job behind which small jobs wait (default: ${DEFAULT-VALUE}).")
    private int before;

    @Override
    public void check() {
        if (pairs < 1 || pairs > MOST) {
            throw new CommandFailed("--pairs must be 1 to " + MOST);
        }
        if (before < FEWEST_BEFORE || before > MOST) {
            throw new CommandFailed("--before must be " + FEWEST_BEFORE + " to " + MOST);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var folder = Files.createTempDirectory("facematch-bench");
        try {
            requireRoom(folder);
            try (var deployment = Deployment.start(folder)) {
                new ScaleBenchmark(
                                deployment,
                                spec.commandLine().getOut(),
                                spec.commandLine().getErr())
                        .run(pairs, before);
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private void requireRoom(Path folder) throws IOException {
        var room = Files.getFileStore(folder).getUsableSpace();
        var needed = Math.max(pairs, before) * BYTES_OF_PAIR;
        if (room < needed) {
            throw new CommandFailed(
                    "%d pairs need %d GB, and %s has %d GB. Take fewer with --pairs, or another folder with"
                                    .formatted(pairs, needed / 1_000_000_000, folder, room / 1_000_000_000)
                            + " FACEMATCH_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
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
