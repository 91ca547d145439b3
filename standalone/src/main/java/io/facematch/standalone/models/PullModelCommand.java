package io.facematch.standalone.models;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelTier;
import io.facematch.standalone.fetch.FetchFailed;
import io.facematch.standalone.fetch.FetchSettings;
import io.facematch.standalone.fetch.ModelFetch;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "pull",
        description = {
            "Fetches the file of a model from the sources on its card, and keeps it only if it is the file that the card describes.",
            "Looks first in the folder or at the address FACEMATCH_MODELS_MIRROR. Uses the proxy of https_proxy. With"
                    + " FACEMATCH_OFFLINE=true it only looks in the mirror's folder.",
            "'run' and 'up' fetch the recommended models themselves, once, when there is no better model than the built-in"
                    + " one. No other command fetches models."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PullModelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "Of the model, as 'models' lists it (default: the recommended detector and embedder).")
    private @Nullable String id;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description = "The folder for the file (default: the first folder in which models are searched).")
    private @Nullable Path folder;

    @Option(names = "--replace", description = "Replace a file of the same name with another content.")
    private boolean replace;

    @Option(
            names = "--research-models",
            description =
                    "Acknowledge that the model is for research only, if it is; as FACEMATCH_RESEARCH_MODELS=true does.")
    private boolean researchModels;

    @Override
    public Integer call() throws InterruptedException {
        var settings = FetchSettings.ofEnvironment();
        var models = LocalModels.prepared(spec.commandLine().getErr());
        var cards = id == null ? models.catalog().recommended() : List.of(models.card(id));
        var status = 0;
        try (var fetch = ModelFetch.forARequest(settings, spec.commandLine().getOut())) {
            for (var card : cards) {
                try {
                    pull(card, models, fetch);
                } catch (FetchFailed failed) {
                    spec.commandLine().getErr().println("facematch: " + failed.getMessage());
                    status = CommandFailed.EXIT_CODE;
                }
            }
        }
        return status;
    }

    private void pull(ModelCard card, LocalModels models, ModelFetch fetch) throws InterruptedException {
        var out = spec.commandLine().getOut();
        if (card.tier() == ModelTier.DEMONSTRATION) {
            out.println(card.id() + " is built in");
            return;
        }
        requireAcknowledged(card, models);
        describe(card, out);
        fetch.fetch(card, folder == null ? models.folderFor(card) : folder, replace);
    }

    private void requireAcknowledged(ModelCard card, LocalModels models) {
        if (card.researchOnly() && !researchModels && !models.choice().researchModelsAcknowledged()) {
            throw new CommandFailed(card.id() + " is for research only: " + card.restrictions()
                    + " Acknowledge that with --research-models or FACEMATCH_RESEARCH_MODELS=true");
        }
    }

    private static void describe(ModelCard card, PrintWriter out) {
        new Paragraph(out, 0)
                .print(
                        "",
                        card.id() + " (" + Words.of(card.task()) + ") by " + card.publisher() + ", licence "
                                + card.licence() + ". " + card.restrictions());
        out.flush();
    }
}
