package io.facematch.standalone.explanation;

import io.facematch.face.FaceEngine;
import io.facematch.face.FaceTracer;
import io.facematch.face.ModelsInUse;
import io.facematch.face.network.ModelChoice;
import io.facematch.standalone.models.DemonstrationNote;
import io.facematch.standalone.models.LocalModels;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.verification.OperatingPoint;
import io.facematch.worker.engine.EngineSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = {
            "Shows why a pair of photos was decided so, or what is seen in one photo: every look of the detector, the"
                    + " levelled faces, each part of their quality, why a face or a photo is refused, and all similarities.",
            "Writes one HTML file and sends nothing anywhere. THE FILE HOLDS THE PHOTOS: only you can read it; delete it"
                    + " when you are done.",
            "Takes the models and settings that a worker here would take, and fetches none.",
            "Exit status: 0 when the page was written, also when it says that a photo is refused; 1 when it was not.",
            ""
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PHOTO", description = "The photo, or the first one of a pair.")
    private Path photo;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PHOTO", description = "The second one of the pair.")
    private @Nullable Path second;

    @Option(
            names = "--model",
            paramLabel = "ID",
            description = "The embedder (default: the one that would be used; './facematch models' lists them).")
    private @Nullable String model;

    @Option(
            names = "--detector",
            paramLabel = "ID",
            description = "The detector (default: the one that would be used).")
    private @Nullable String detector;

    @Option(
            names = "--operating-point",
            paramLabel = "NAME",
            description = "What decides: standard (default), strict or maximum.")
    private OperatingPoint point = OperatingPoint.DEFAULT;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "explain.html",
            description = "The file to write (default: explain.html in the current folder).")
    private Path out;

    @Option(names = "--force", description = "Replaces the file when it is there already.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        check();
        var settings = EngineSettings.ofThisProcess();
        var local = LocalModels.prepared(settings, spec.commandLine().getErr());
        var selection = local.catalog().select(choice(local.choice()));
        try (var engine = FaceEngine.open(selection, settings.faceSettings())) {
            var explanation = explanation(engine);
            var page = new ExplanationPage(explanation, version()).html();
            new PrivateFile(out).write(page.getBytes(StandardCharsets.UTF_8));
            print(explanation, engine.models());
        }
        return 0;
    }

    /** Before the work: what can be known without it. */
    private void check() throws IOException {
        for (var each : photos()) {
            each.requireReadable();
            if (each.isSameAs(out)) {
                throw new CommandFailed("--out would replace the photo " + each.path() + ": choose another file");
            }
        }
        new PrivateFile(out).requireWritable(force);
    }

    private List<PhotoFile> photos() {
        return Stream.of(photo, second)
                .filter(Objects::nonNull)
                .map(PhotoFile::new)
                .toList();
    }

    /** The models of the options, else those of the environment. */
    private ModelChoice choice(ModelChoice asked) {
        return new ModelChoice(
                model == null ? asked.embedder() : model,
                detector == null ? asked.detector() : detector,
                asked.calibration(),
                asked.researchModelsAcknowledged());
    }

    private Explanation explanation(FaceEngine engine) throws IOException {
        try (FaceTracer tracer = engine.newTracer()) {
            var first = photos().getFirst().bytes();
            return second == null
                    ? Explanation.of(tracer.trace(first), engine.models(), point)
                    : Explanation.of(tracer.trace(first, photos().getLast().bytes()), engine.models(), point);
        }
    }

    private void print(Explanation explanation, ModelsInUse models) throws IOException {
        var terminal = spec.commandLine().getOut();
        models.demonstrationModels().stream()
                .findFirst()
                .ifPresent(demonstration -> terminal.println(DemonstrationNote.about(demonstration)));
        if (second != null && photos().getFirst().isSameAs(second)) {
            terminal.println("Note: both photos are the same file.");
        }
        explanation.inShort().forEach(terminal::println);
        terminal.println("Written: " + out + ". It holds the photos: delete it when you are done.");
        terminal.flush();
    }

    private static String version() {
        var version = ExplainCommand.class.getPackage().getImplementationVersion();
        return "facematch " + (version == null ? "(development)" : version);
    }
}
