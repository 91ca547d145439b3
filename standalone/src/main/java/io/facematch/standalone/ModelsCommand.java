package io.facematch.standalone;

import io.facematch.worker.face.model.ModelCatalog;
import io.facematch.worker.face.model.ModelChoice;
import io.facematch.worker.face.model.ModelListing;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = {
            "Lists the networks that Facematch knows: which are here and verified, which are used, and their licences.",
            "Looks in FACEMATCH_MODELS, then in models/ and ../shared/models."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ModelsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var catalog = new ModelCatalog(ModelCatalog.searchPath(System.getenv("FACEMATCH_MODELS")));
        var choice = new ModelChoice(setting("FACEMATCH_EMBEDDER"), setting("FACEMATCH_DETECTOR"), false);
        var listings = catalog.list(choice);
        print(listings, out);
        listings.stream()
                .filter(ModelListing::used)
                .filter(listing -> DemonstrationNote.appliesTo(listing.card()))
                .findFirst()
                .ifPresent(listing -> {
                    out.println();
                    out.println(DemonstrationNote.about(listing.card().id()));
                });
        return listings.stream().anyMatch(listing -> listing.state() == ModelListing.State.WRONG_HASH) ? 1 : 0;
    }

    private static void print(List<ModelListing> listings, PrintWriter out) {
        out.printf("%-6s %-26s %-9s %-11s %s%n", "USED", "MODEL", "TASK", "FILE", "LICENCE");
        for (var listing : listings) {
            var card = listing.card();
            out.printf(
                    "%-6s %-26s %-9s %-11s %s%n",
                    listing.used() ? "used" : "",
                    card.id(),
                    lower(card.task()),
                    lower(listing.state()).replace('_', ' '),
                    card.licence());
            out.printf("       %s%n", card.summary());
            out.printf("       Licence: %s%n", card.restrictions());
            if (listing.location() != null) {
                out.printf("       %s%n", listing.location());
            } else if (card.source() != null) {
                out.printf("       to be had from %s (SHA-256 %s)%n", card.source(), card.sha256());
            }
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String setting(String variable) {
        var value = System.getenv(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
