package io.facematch.face.network;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelCards;
import io.facematch.card.ModelTask;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models we know, which of them are present, and which are used: those that the operator names, else the best
 * present ones whose licence allows it. Downloads nothing. Immutable, any thread.
 */
public final class ModelCatalog {
    /** The best last. */
    private static final Comparator<ModelCard> BY_MERIT =
            Comparator.comparingDouble(ModelCard::genuinePassing).thenComparingInt(ModelCard::preference);

    private final List<ModelCard> cards;
    private final List<Path> searchPath;

    /**
     * Knows the cards that are part of the product.
     *
     * @param searchPath directories to look in, first hit wins; the built-in pair is the last resort
     */
    public ModelCatalog(List<Path> searchPath) {
        this(ModelCards.all(), searchPath);
    }

    ModelCatalog(List<ModelCard> cards, List<Path> searchPath) {
        this.cards = List.copyOf(cards);
        this.searchPath = List.copyOf(searchPath);
    }

    /**
     * The usual search path: the folders listed, then {@code models}.
     *
     * @param pathList directories separated as in a class path, the first ones to look in; null or blank for none
     */
    public static List<Path> searchPath(@Nullable String pathList) {
        var listed = pathList == null ? Stream.<String>empty() : Stream.of(pathList.split(File.pathSeparator, -1));
        return Stream.concat(listed.filter(part -> !part.isBlank()), Stream.of("models"))
                .map(Path::of)
                .toList();
    }

    public List<ModelCard> cards() {
        return cards;
    }

    /**
     * Chooses and verifies the models.
     *
     * @throws UnusableModelException if a chosen id is unknown, its file missing or wrong, or its use not allowed
     */
    public ModelSelection select(ModelChoice choice) {
        var embedder = chosen(ModelTask.EMBEDDER, choice);
        if (embedder.calibrations().isEmpty()) {
            throw new UnusableModelException("model " + embedder.id()
                    + " has no calibration: its cosine has no known false match rate, so it can't decide");
        }
        return selectToMeasure(choice);
    }

    /**
     * The same for the measurement of an embedder, which may have no calibration yet if it is named.
     *
     * @throws UnusableModelException as {@link #select} does
     */
    public ModelSelection selectToMeasure(ModelChoice choice) {
        var detector = chosen(ModelTask.DETECTOR, choice);
        var embedder = chosen(ModelTask.EMBEDDER, choice);
        return new ModelSelection(
                verified(detector),
                verified(embedder),
                embedder.calibrationWith(detector.id()).orElse(null));
    }

    /** Every card with the state of its file; reads and hashes all files that are present. */
    public List<ModelListing> list(ModelChoice choice) {
        var used = Stream.of(ModelTask.DETECTOR, ModelTask.EMBEDDER)
                .map(task -> chosen(task, choice).id())
                .toList();
        var listings = new ArrayList<ModelListing>();
        for (var card : cards) {
            listings.add(ModelFile.find(card, searchPath)
                    .map(file -> new ModelListing(
                            card,
                            file.isRight() ? ModelListing.State.VERIFIED : ModelListing.State.WRONG_HASH,
                            file.location(),
                            used.contains(card.id())))
                    .orElseGet(() -> new ModelListing(card, ModelListing.State.MISSING, null, false)));
        }
        return List.copyOf(listings);
    }

    /**
     * What to fetch: of each task the best model that can be fetched and is not for research only. If it were here, it
     * would be used unless a better one is.
     */
    public List<ModelCard> recommended() {
        return Stream.of(ModelTask.DETECTOR, ModelTask.EMBEDDER)
                .flatMap(task -> ofTask(task)
                        .filter(card -> !card.sources().isEmpty() && !card.researchOnly())
                        .filter(ModelCatalog::canDecide)
                        .max(BY_MERIT)
                        .stream())
                .toList();
    }

    /**
     * The detector or the embedder that would be used. Its file is not looked into.
     *
     * @throws UnusableModelException if a chosen id is unknown or its use not allowed
     */
    public ModelCard chosen(ModelTask task, ModelChoice choice) {
        var pinned = task == ModelTask.DETECTOR ? choice.detector() : choice.embedder();
        return pinned == null ? best(task, choice) : pinned(task, pinned, choice);
    }

    private ModelCard pinned(ModelTask task, String id, ModelChoice choice) {
        var card = ofTask(task)
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnusableModelException(
                        "no " + word(task) + " is called " + id + "; known are " + known(task)));
        if (!isAllowed(card, choice)) {
            throw new UnusableModelException("model " + id + " is for research only: " + card.restrictions()
                    + "; set FACEMATCH_RESEARCH_MODELS=true to use it all the same");
        }
        return card;
    }

    private ModelCard best(ModelTask task, ModelChoice choice) {
        return ofTask(task)
                .filter(card -> isAllowed(card, choice))
                .filter(ModelCatalog::canDecide)
                .filter(card -> ModelFile.find(card, searchPath).isPresent())
                .max(BY_MERIT)
                .orElseThrow(() -> new UnusableModelException("no usable " + word(task) + " is present"));
    }

    private VerifiedModel verified(ModelCard card) {
        return ModelFile.find(card, searchPath)
                .orElseThrow(() -> new UnusableModelException("model " + card.id() + " is chosen but " + card.file()
                        + " is in none of "
                        + searchPath.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + (card.sources().isEmpty() ? "" : "; './facematch models pull " + card.id() + "' fetches it")))
                .verified();
    }

    private static boolean canDecide(ModelCard card) {
        return card.task() != ModelTask.EMBEDDER || !card.calibrations().isEmpty();
    }

    private Stream<ModelCard> ofTask(ModelTask task) {
        return cards.stream().filter(card -> card.task() == task);
    }

    private String known(ModelTask task) {
        return ofTask(task).map(ModelCard::id).collect(Collectors.joining(", "));
    }

    private static boolean isAllowed(ModelCard card, ModelChoice choice) {
        return !card.researchOnly() || choice.researchModelsAcknowledged();
    }

    private static String word(ModelTask task) {
        return task.name().toLowerCase(Locale.ROOT);
    }
}
