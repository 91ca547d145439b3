package io.facematch.standalone.fetch;

import io.facematch.card.ModelCard;
import io.facematch.standalone.terminal.OutputFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gets the files of cards: from the mirror, else from their public sources, each in turn. */
public final class ModelFetch implements AutoCloseable {
    private final FetchSettings settings;
    private final PrintWriter out;
    private final Delivery delivery;

    private ModelFetch(FetchSettings settings, Patience patience, PrintWriter out) {
        this.settings = settings;
        this.out = out;
        this.delivery = new Delivery(settings, patience, out);
    }

    /** @param out for the progress */
    public static ModelFetch forARequest(FetchSettings settings, PrintWriter out) {
        return new ModelFetch(settings, Patience.OF_A_REQUEST, out);
    }

    /** For somebody who did not ask for models. */
    public static ModelFetch forAStart(FetchSettings settings, Patience patience, PrintWriter out) {
        return new ModelFetch(settings, patience, out);
    }

    /**
     * Puts the file of the card into the folder. Does nothing when it is there already.
     *
     * @param replace whether another file of this name may be replaced
     * @throws FetchFailed if the file is not there afterwards
     */
    public void fetch(ModelCard card, Path folder, boolean replace) throws InterruptedException {
        var target = folder.resolve(card.file());
        if (Files.exists(target)) {
            if (Delivery.isRight(target, card)) {
                out.printf(Locale.ROOT, "%s is already there, with the right hash: %s%n", card.id(), target);
                return;
            }
            if (!replace) {
                throw new FetchFailed(target + " is there, but is not the file that the card of " + card.id()
                        + " describes; --replace replaces it");
            }
        }
        new OutputFolder(folder).obstacle().ifPresent(obstacle -> {
            throw new FetchFailed(obstacle);
        });
        fetchFromAny(card, target);
    }

    private void fetchFromAny(ModelCard card, Path target) throws InterruptedException {
        var failures = new ArrayList<Delivery.Failed>();
        for (var offer : Offer.of(card, settings.mirror())) {
            if (settings.offline() && !offer.isFile()) {
                continue;
            }
            try {
                delivery.deliver(offer, card, target);
                failures.stream()
                        .filter(failure -> !failure.isMissing())
                        .forEach(failure -> out.println("Before that, " + failure.getMessage()));
                return;
            } catch (Delivery.Failed failed) {
                failures.add(failed);
            }
        }
        throw failed(card, target, failures);
    }

    private FetchFailed failed(ModelCard card, Path target, List<Delivery.Failed> failures) {
        var reasons =
                new ArrayList<>(failures.stream().map(Throwable::getMessage).toList());
        if (card.sources().isEmpty()) {
            reasons.add("its file, " + card.file() + " with SHA-256 " + card.sha256() + ", is nowhere public");
        } else if (settings.offline()) {
            reasons.add("FACEMATCH_OFFLINE forbids to download it");
        }
        return new FetchFailed(card.id() + " can't be fetched: " + String.join("; ", reasons), advice(card, target));
    }

    private static String advice(ModelCard card, Path target) {
        var lines = new ArrayList<String>();
        var folder = target.toAbsolutePath().normalize().getParent();
        for (var source : card.sources()) {
            lines.add(lines.isEmpty() ? "To get it by hand, download" : "or");
            lines.add("  " + source.url());
            lines.add("and put it into " + folder + " as "
                    + (source.converter() == null ? card.file() : source.file() + "; the next command converts it")
                    + ".");
        }
        if (!card.sources().isEmpty()) {
            lines.add(
                    "Behind a proxy set https_proxy. With a copy of the file in a folder or on a server of your own set"
                            + " FACEMATCH_MODELS_MIRROR to that.");
        }
        return String.join("\n", lines);
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        delivery.close();
    }
}
