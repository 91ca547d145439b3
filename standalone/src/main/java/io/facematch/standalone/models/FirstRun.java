package io.facematch.standalone.models;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import io.facematch.standalone.fetch.FetchFailed;
import io.facematch.standalone.fetch.FetchSettings;
import io.facematch.standalone.fetch.ModelFetch;
import io.facematch.standalone.fetch.Patience;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Fetches the recommended models before a server starts that would decide with the demonstration model. When that fails,
 * the server starts all the same, and it is not tried again for a day.
 *
 * @param failed remembers when it failed last
 * @param terminal for what is done and why
 */
public record FirstRun(
        LocalModels models,
        FetchSettings settings,
        Path failed,
        InstantSource clock,
        Patience patience,
        PrintWriter terminal) {
    private static final Duration NOT_AGAIN_FOR = Duration.ofDays(1);

    /** @throws CommandFailed if a setting has no value that it may have */
    public static void check() {
        FetchSettings.ofEnvironment();
    }

    /**
     * @param home where the state of this server is kept
     * @param offline whether nothing is to be fetched, whatever the settings say
     */
    public static FirstRun ofEnvironment(Path home, boolean offline, PrintWriter terminal) {
        var settings = FetchSettings.ofEnvironment();
        return new FirstRun(
                LocalModels.prepared(terminal),
                offline ? settings.offlineOnly() : settings,
                home.resolve("models-not-fetched"),
                InstantSource.system(),
                Patience.OF_A_START,
                terminal);
    }

    /** Returns when a server may start, with better models or without. */
    public void fetchOnce() {
        if (settings.offline() || isChosen() || failedLately()) {
            return;
        }
        var cards = missing();
        if (cards.isEmpty()) {
            return;
        }
        announce(cards);
        try (var fetch = ModelFetch.forAStart(settings, patience, terminal)) {
            for (var card : cards) {
                fetch.fetch(card, models.folderFor(card), false);
            }
            Files.deleteIfExists(failed);
        } catch (FetchFailed e) {
            remember();
            say("going on with the models that are here, as " + e.reason()
                    + ". './facematch models pull' tries again; by itself it is tried again tomorrow.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            say(failed + " can't be deleted: " + CommandFailed.inWords(e));
        }
    }

    /** Whether the operator has decided which embedder to use, by its name or by having one that is fit for decisions. */
    private boolean isChosen() {
        return models.choice().embedder() != null
                || models.catalog().chosen(ModelTask.EMBEDDER, models.choice()).tier() == ModelTier.PRODUCTION;
    }

    private List<ModelCard> missing() {
        return models.catalog().recommended().stream()
                .filter(card ->
                        card.task() != ModelTask.DETECTOR || models.choice().detector() == null)
                .filter(card -> !Files.exists(models.folderFor(card).resolve(card.file())))
                .toList();
    }

    /** A time in the future is that of a clock that was set right since. */
    private boolean failedLately() {
        try {
            var last = Instant.parse(Files.readString(failed).strip());
            var now = clock.instant();
            return !last.isAfter(now) && now.isBefore(last.plus(NOT_AGAIN_FOR));
        } catch (IOException | DateTimeException none) {
            return false;
        }
    }

    private void remember() {
        try {
            Files.writeString(failed, clock.instant() + "\n");
        } catch (IOException e) {
            say(failed + " can't be written: " + CommandFailed.inWords(e));
        }
    }

    private void announce(List<ModelCard> cards) {
        say("there is no model here that is fit to decide about people. Fetching the recommended ones, once:");
        for (var card : cards) {
            var source = card.sources().getFirst();
            terminal.printf(
                    Locale.ROOT,
                    "  %s (%s) by %s, licence %s, %,d bytes from %s%n",
                    card.id(),
                    Words.of(card.task()),
                    card.publisher(),
                    card.licence(),
                    source.bytes(),
                    settings.mirrorPlace().map(mirror -> mirror + ", else ").orElse("")
                            + source.url().getHost());
        }
        terminal.println("  What a licence leaves open: './facematch models show ID'."
                + " To fetch nothing: --offline, or FACEMATCH_OFFLINE=true.");
        terminal.flush();
    }

    private void say(String text) {
        terminal.println("facematch: " + text);
        terminal.flush();
    }
}
