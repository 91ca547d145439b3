package io.facematch.standalone.calibration;

import io.facematch.face.FaceEngine;
import io.facematch.face.FaceSettings;
import io.facematch.face.network.ModelChoice;
import io.facematch.face.network.ModelSelection;
import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.document.ReportFiles;
import io.facematch.standalone.calibration.document.TextReport;
import io.facematch.standalone.calibration.measurement.Against;
import io.facematch.standalone.calibration.measurement.Anchor;
import io.facematch.standalone.calibration.measurement.Measurement;
import io.facematch.standalone.calibration.scoring.Comparisons;
import io.facematch.standalone.calibration.scoring.Progress;
import io.facematch.standalone.models.LocalModels;
import io.facematch.standalone.models.OwnCalibrations;
import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.ProgressLine;
import io.facematch.worker.engine.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "calibrate",
        description = {
            "Measures a model on photos of known persons: which cosine stands for which false match rate.",
            "Writes calibration.json (an entry for the model's card), report.html and report.xlsx.",
            "",
            "DATA is a folder with a folder of photos for each person, or with files named <Name>_<NNNN>.jpg as in LFW"
                    + " (also in its folder images/; with a peopleDevTest.txt, only the photos that it lists): all"
                    + " pairs are compared.",
            "Or it is a ZIP of pairs <stem>_image1.<ext> and <stem>_image2.<ext> with a labels.csv: the line"
                    + " pair_id,same and then for each pair its stem and 1 (the same person) or 0.",
            "",
            "Groups of people: further columns of labels.csv, such as gender, or gender_probe and gender_reference where"
                    + " the two sides may differ. For a folder a people.csv in it: the line person,gender and then a"
                    + " line for each person. An empty value is an unknown group; at most 50 groups.",
            ""
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class CalibrateCommand implements Callable<Integer>, Checked {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATA", description = "The folder of people, or the labelled ZIP.")
    private Path data;

    @Option(
            names = "--model",
            paramLabel = "ID",
            description = "The embedder to measure (default: the one that would be used; './facematch models' lists"
                    + " them). One that was never calibrated has to be named.")
    private @Nullable String model;

    @Option(
            names = "--detector",
            paramLabel = "ID",
            description = "The detector to measure it with (default: the one that would be used).")
    private @Nullable String detector;

    @Option(
            names = "--against",
            paramLabel = "ID",
            description = "A second embedder to compare it with, on the same photos.")
    private @Nullable String against;

    @Option(
            names = "--people",
            paramLabel = "FILE",
            description = "The groups of a folder's people (default: people.csv in it).")
    private @Nullable Path people;

    @Option(
            names = "--anchor",
            paramLabel = "WHOM",
            description = "Whose false match rate the new calibration promises: all (default), worst-group, or"
                    + " worst-group:COLUMN.",
            defaultValue = Anchor.ALL_WORD)
    private String anchor;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What to call the data in the calibration's id (default: the name of DATA).")
    private @Nullable String name;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (default: ./calibration-<model>-<detector>).")
    private @Nullable Path out;

    @Option(
            names = "--save",
            description = "Also adds the calibration to the card of a model of your own; for a model of the program, to"
                    + " <ID>.calibrations.json beside its file.")
    private boolean save;

    @Option(
            names = "--force",
            description = "Replaces the three files where they are there already, and with --save a calibration of the"
                    + " same name.")
    private boolean force;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads to use (default: one for each core).")
    private @Nullable Integer threads;

    @Override
    public void check() {
        if (name != null && !NAME.matcher(name).matches()) {
            throw new CommandFailed("the name may have letters, digits, dots, hyphens and underscores, 64 at most");
        }
        if (threads != null && (threads < 1 || threads > 256)) {
            throw new CommandFailed("the number of threads must be 1 to 256");
        }
        if (Anchor.of(anchor).isEmpty()) {
            throw new CommandFailed("the anchor is " + Anchor.ALL_WORD + ", " + Anchor.WORST_WORD + " or "
                    + Anchor.WORST_WORD + ":COLUMN");
        }
        requireNamed("DATA", data);
        requireNamed("--out", out);
        requireNamed("--people", people);
        if (!Files.isReadable(data)) {
            throw new CommandFailed("there is no file or folder " + data + " that can be read");
        }
        if (out != null) {
            requireWritable(new ReportFiles(out));
        }
    }

    @Override
    public Integer call() throws IOException {
        check();
        try (var dataSet = DataSet.open(data, people)) {
            anchor().requireIn(dataSet);
            var settings = EngineSettings.ofThisProcess();
            var local = LocalModels.prepared(settings, spec.commandLine().getErr());
            var models = local.catalog().selectToMeasure(choice(model, local.choice()));
            var others = others(local, models);
            var files = new ReportFiles(out == null ? defaultFolder(models) : out);
            requireWritable(files);
            var own = OwnCalibrations.of(local, models, force);
            if (save) {
                own.requireRoom(Measurement.id(models, name(dataSet), anchor()));
            }
            var measurement = measure(dataSet, models, others, settings.faceSettings());
            files.write(measurement);
            var terminal = spec.commandLine().getOut();
            new TextReport(terminal).print(measurement);
            terminal.println();
            terminal.println("Written: calibration.json, report.html and report.xlsx in " + files.folder());
            if (save) {
                terminal.println(own.save(measurement.calibration()));
            }
            terminal.flush();
            return 0;
        }
    }

    private void requireWritable(ReportFiles files) {
        if (!force && !files.present().isEmpty()) {
            throw new CommandFailed(files.present().getFirst()
                    + " already exists: replace it with --force, or write elsewhere with --out");
        }
        files.obstacle().ifPresent(obstacle -> {
            throw new CommandFailed(obstacle + ": choose another folder with --out");
        });
    }

    /** An empty path comes from a shell variable that is not set, and would mean the current folder. */
    private static void requireNamed(String what, @Nullable Path path) {
        if (path != null && path.toString().isEmpty()) {
            throw new CommandFailed(what + " is an empty name: write . for the folder you are in");
        }
    }

    private String name(DataSet dataSet) {
        return name == null ? dataSet.name() : name;
    }

    private Anchor anchor() {
        return Anchor.of(anchor).orElseThrow();
    }

    /** The models to compare with, behind the same detector. Looked for before the work, in which it is needed late. */
    private Optional<ModelSelection> others(LocalModels local, ModelSelection models) {
        if (against == null) {
            return Optional.empty();
        }
        if (against.equals(models.embedder().card().id())) {
            throw new CommandFailed("--against names the model that is measured: name another one");
        }
        return Optional.of(local.catalog().selectToMeasure(choice(against, local.choice())));
    }

    /** The models of the options, else those of the environment. */
    private ModelChoice choice(@Nullable String embedder, ModelChoice asked) {
        return new ModelChoice(
                embedder == null ? asked.embedder() : embedder,
                detector == null ? asked.detector() : detector,
                asked.calibration(),
                asked.researchModelsAcknowledged());
    }

    private static Path defaultFolder(ModelSelection models) {
        return Path.of("calibration-" + models.embedder().card().id() + "-"
                + models.detector().card().id());
    }

    private Measurement measure(
            DataSet dataSet, ModelSelection models, Optional<ModelSelection> others, FaceSettings faceSettings) {
        try (var comparisons = comparisons(dataSet, models, faceSettings)) {
            var measurement = Measurement.of(models, dataSet, name(dataSet), anchor(), comparisons);
            if (others.isEmpty()) {
                return measurement;
            }
            try (var othersComparisons = comparisons(dataSet, others.get(), faceSettings)) {
                return measurement.with(Against.of(models, comparisons, others.get(), othersComparisons));
            }
        }
    }

    private Comparisons comparisons(DataSet dataSet, ModelSelection models, FaceSettings faceSettings) {
        var cores = Runtime.getRuntime().availableProcessors();
        try (var engine = FaceEngine.open(models, faceSettings)) {
            return Comparisons.of(dataSet, engine, threads == null ? cores : threads, progress());
        }
    }

    private Progress progress() {
        // Not on the standard output: that has the result.
        var line = new ProgressLine(spec.commandLine().getErr(), "photos");
        return new Progress() {
            private long started = System.nanoTime();

            @Override
            public void say(String text) {
                line.say(text);
                started = System.nanoTime();
            }

            @Override
            public void show(int done, int total) {
                line.show(done, total, Duration.ofNanos(System.nanoTime() - started));
                if (done == total) {
                    line.end();
                }
            }
        };
    }
}
