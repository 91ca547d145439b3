package io.facematch.standalone.models;

import io.facematch.card.folder.CardFiles;
import io.facematch.card.folder.CardProblem;
import io.facematch.card.folder.KnownModel;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import io.facematch.face.network.ModelListing;
import io.facematch.face.network.UnusableModelException;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = {
            "Lists the networks that Facematch knows: which are here and verified, which are used, and their licences.",
            "Looks in the folders of FACEMATCH_MODELS, then in models/. A file that somebody put there as its source has it,"
                    + " such as one that ends with .espdl, is converted first."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            ShowModelCommand.class,
            PullModelCommand.class,
            AddModelCommand.class,
            AddModelCommand.TryOut.class
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ModelsCommand implements Callable<Integer> {
    private static final int INDENT = 7;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "For programs: all cards, with the members of GET /v1/models.")
    private boolean json;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var models = LocalModels.prepared(spec.commandLine().getErr());
        var catalog = models.catalog();
        var listings = catalog.list(models.choice());
        var problems = problems(catalog, models.choice());
        if (json) {
            out.println(LocalModelView.json(
                    listings.stream().map(LocalModelView::of).toList()));
        } else {
            print(listings, out);
            noteDemonstration(listings, out);
        }
        out.flush();
        problems.forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getErr().flush();
        var isWrong = listings.stream().anyMatch(listing -> listing.state() == ModelListing.State.WRONG_HASH);
        return isWrong || !problems.isEmpty() ? 1 : 0;
    }

    /** What keeps a card, a calibration or the chosen models from being used. */
    private static List<String> problems(ModelCatalog catalog, ModelChoice choice) {
        var problems = new ArrayList<>(
                catalog.problems().stream().map(CardProblem::message).toList());
        try {
            catalog.calibration(choice);
        } catch (UnusableModelException refusal) {
            problems.add(CommandFailed.inWords(refusal));
        }
        return problems;
    }

    private static void noteDemonstration(List<ModelListing> listings, PrintWriter out) {
        listings.stream()
                .filter(ModelListing::used)
                .filter(listing -> DemonstrationNote.appliesTo(listing.card()))
                .findFirst()
                .ifPresent(listing -> {
                    out.println();
                    out.println(DemonstrationNote.about(listing.card().id()));
                });
    }

    private static void print(List<ModelListing> listings, PrintWriter out) {
        out.printf("%-6s %-38s %-9s %-11s %s%n", "USED", "MODEL", "TASK", "FILE", "LICENCE");
        for (var listing : listings) {
            var card = listing.card();
            out.printf(
                    "%-6s %-38s %-9s %-11s %s%n",
                    listing.used() ? "used" : "",
                    card.id(),
                    Words.of(card.task()),
                    Words.of(listing.state()),
                    card.licence());
            var below = new Paragraph(out, INDENT);
            below.print("", card.summary());
            below.print("", card.restrictions());
            printOwn(listing.model(), below);
            if (listing.location() != null) {
                below.print("", listing.location());
            } else if (!card.sources().isEmpty()) {
                below.print("", "Fetch it: './facematch models pull " + card.id() + "'");
            }
        }
    }

    private static void printOwn(KnownModel model, Paragraph below) {
        var folder = model.folder();
        if (folder != null) {
            below.print("", "Your own card: " + CardFiles.card(folder, model.id()));
        }
        model.ownCalibrations().forEach(calibration -> below.print("", "Your own calibration: " + calibration.id()));
    }
}
