package io.facematch.standalone.models;

import io.facematch.card.folder.CardFiles;
import io.facematch.card.folder.KnownModels;
import io.facematch.standalone.addition.ModelAddition;
import io.facematch.standalone.addition.Statement;
import io.facematch.standalone.addition.Trial;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        description = {
            "Adds an embedder of your own: tries it out on the sample people, copies its file into a folder of models, and"
                    + " writes the card beside it. Detectors can't be added.",
            "It decides once it is calibrated ('calibrate DATA --model ID --save') and FACEMATCH_EMBEDDER names it.",
            "To remove it, delete its two files.",
            ""
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AddModelCommand implements Callable<Integer> {
    private static final String UNSAID = "not stated";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The network, an ONNX file that takes one picture (1 x 3 x height x width) and gives one row of numbers.")
    private Path file;

    @Option(
            names = "--id",
            required = true,
            paramLabel = "ID",
            description = "What to call it: small letters, digits, dots and hyphens, 64 at most.")
    private String id;

    @Option(
            names = "--contract",
            paramLabel = "NAME",
            description = {
                "What the network takes; without it you are told which preset fits.",
                "arcface-112: a crop of 112 pixels, RGB, from -1 to 1. arcface-112-128: the same, divided by 128."
                        + " arcface-112-bgr, arcface-112-bgr-128: the same in BGR. arcface-112-unit: RGB from 0 to 1."
                        + " sface-112, sface-112-bgr: RGB or BGR from 0 to 255. omz-128, omz-128-rgb: a crop of 128 pixels as"
                        + " in the Open Model Zoo, BGR or RGB from 0 to 255.",
                "Or a file that ends with .json: docs/models.md says what is in it."
            })
    private @Nullable String contract;

    @Option(
            names = "--trust-contract",
            description = "Take the contract though another preset tells the sample people apart a little better.")
    private boolean contractTrusted;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description = "The folder for it (default: the first folder in which models are searched).")
    private @Nullable Path folder;

    @Option(names = "--replace", description = "Replace a model of the same id in that folder.")
    private boolean replaces;

    @Option(names = "--licence", paramLabel = "TEXT", description = "SPDX identifier or name of its licence.")
    private String licence = UNSAID;

    @Option(names = "--publisher", paramLabel = "TEXT", description = "Who published it under this licence.")
    private String publisher = UNSAID;

    @Option(names = "--restrictions", paramLabel = "TEXT", description = "What its licence forbids or leaves open.")
    private String restrictions = UNSAID;

    @Option(names = "--training-data", paramLabel = "TEXT", description = "What it was trained on.")
    private String trainingData = UNSAID;

    @Option(names = "--summary", paramLabel = "TEXT", description = "One sentence for people who choose a model.")
    private String summary = "Added by the operator.";

    @Option(
            names = "--research-only",
            description = "It is for research only: to be used, it needs FACEMATCH_RESEARCH_MODELS=true.")
    private boolean researchOnly;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var models = LocalModels.ofEnvironment();
        if (folder != null && folder.toString().isEmpty()) {
            throw new CommandFailed("--into is an empty name: write . for the folder you are in");
        }
        var into = folder == null ? models.searchPath().getFirst() : folder;
        var stated = new Statement(
                id,
                contract,
                contractTrusted,
                replaces,
                summary,
                publisher,
                licence,
                restrictions,
                trainingData,
                researchOnly);
        var folders =
                Stream.concat(models.searchPath().stream(), Stream.of(into)).toList();
        var added = ModelAddition.to(
                        into, KnownModels.in(folders), spec.commandLine().getErr())
                .add(file, stated);
        print(added, into, models);
        return 0;
    }

    private void print(ModelAddition.Added added, Path into, LocalModels models) {
        var out = spec.commandLine().getOut();
        out.println("Added " + id + ": " + into.resolve(added.card().file()) + " and " + CardFiles.card(into, id));
        out.println("Its contract is " + added.findings() + ".");
        if (added.calibrationsLost() > 0) {
            out.println("The network or its contract has changed, so the calibrations of the model before are gone: "
                    + added.calibrationsLost());
        }
        if (added.card().calibrations().isEmpty()) {
            out.println(
                    "It can't decide before it is calibrated: './facematch calibrate DATA --model " + id + " --save'");
        }
        out.println("FACEMATCH_EMBEDDER=" + id + " chooses it"
                + (models.looksIn(into) ? "." : "; FACEMATCH_MODELS must name " + into + ", which it does not now."));
        out.flush();
    }

    /** What this command starts in a process of its own. */
    @Command(name = Trial.COMMAND, hidden = true, description = "Tries a network out, for 'models add'.")
    static final class TryOut implements Runnable {
        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            var models = LocalModels.ofEnvironment();
            Trial.run(System.in, spec.commandLine().getOut(), models.choice(), models.searchPath());
        }
    }
}
