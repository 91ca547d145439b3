package io.facematch.standalone.models;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
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
            "Downloads the file of a model from the address in its card, and keeps it only if it is the file that the card describes.",
            "No other command downloads a model."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PullModelCommand implements Callable<Integer> {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(20);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Of the model, as 'models' lists it.")
    private String id;

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
        var models = LocalModels.ofEnvironment();
        var card = models.card(id);
        if (card.sources().isEmpty()) {
            throw new PullFailed(id + " can't be downloaded: its file, " + card.file() + " with SHA-256 "
                    + card.sha256() + ", is nowhere public");
        }
        var source = card.sources().getFirst().url();
        if (card.researchOnly() && !researchModels && !models.choice().researchModelsAcknowledged()) {
            throw new PullFailed(id + " is for research only: " + card.restrictions()
                    + " Acknowledge that with --research-models or FACEMATCH_RESEARCH_MODELS=true");
        }
        var into = folder == null ? models.searchPath().getFirst() : folder;
        try (var http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            new ModelPull(http, spec.commandLine().getOut()).pull(card, source, into, replace);
        }
        return 0;
    }
}
