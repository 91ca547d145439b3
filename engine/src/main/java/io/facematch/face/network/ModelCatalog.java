package io.facematch.face.network;

import io.facematch.card.Calibration;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelTask;
import io.facematch.card.folder.CardProblem;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModel.Origin;
import io.facematch.card.folder.KnownModels;
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
 * present ones of the program whose licence allows it. An embedder whose card lies in a folder is used only when it is
 * named: what was measured of it need not be comparable with the cards of the program. Downloads nothing. Immutable, any
 * thread.
 */
public final class ModelCatalog {
    /** The best last. */
    private static final Comparator<KnownModel> BY_MERIT = Comparator.comparing(
            KnownModel::card,
            Comparator.comparingDouble(ModelCard::genuinePassing).thenComparingInt(ModelCard::preference));

    private final KnownModels models;
    private final List<Path> searchPath;

    /**
     * Knows the cards that are part of the product, and those that lie in these directories now.
     *
     * @param searchPath directories to look in, first hit wins; the built-in pair is the last resort
     */
    public ModelCatalog(List<Path> searchPath) {
        this(KnownModels.in(searchPath), searchPath);
    }

    /**
     * Knows these cards.
     *
     * @param searchPath directories to look for files in, first hit wins; the built-in pair is the last resort
     */
    public ModelCatalog(KnownModels models, List<Path> searchPath) {
        this.models = models;
        this.searchPath = List.copyOf(searchPath);
    }

    /** The usual search path, as {@link KnownModels#searchPath} has it. */
    public static List<Path> searchPath(@Nullable String pathList) {
        return KnownModels.searchPath(pathList);
    }

    public List<ModelCard> cards() {
        return models.cards();
    }

    /** The cards and calibrations in the directories that can't be used. */
    public List<CardProblem> problems() {
        return models.problems();
    }

    /**
     * Chooses and verifies the models.
     *
     * @throws UnusableModelException if a chosen id is unknown, its file missing or wrong, or its use not allowed
     */
    public ModelSelection select(ModelChoice choice) {
        var embedder = chosenModel(ModelTask.EMBEDDER, choice);
        var detector = chosenModel(ModelTask.DETECTOR, choice);
        var calibration = calibration(embedder, detector, choice);
        return new ModelSelection(verified(detector), verified(embedder), calibration);
    }

    /**
     * The same for the measurement of an embedder, which may have no calibration yet if it is named. A chosen calibration
     * counts if it is one of this embedder.
     *
     * @throws UnusableModelException as {@link #select} does
     */
    public ModelSelection selectToMeasure(ModelChoice choice) {
        var detector = chosenModel(ModelTask.DETECTOR, choice);
        var embedder = chosenModel(ModelTask.EMBEDDER, choice);
        var named = choice.calibration();
        var measured = (named == null ? Stream.<Calibration>empty() : embedder.calibration(named).stream())
                .findFirst()
                .or(() -> embedder.card().calibrationWith(detector.id()));
        return new ModelSelection(verified(detector), verified(embedder), measured.orElse(null));
    }

    /** Every card with the state of its file; reads and hashes all files that are present. */
    public List<ModelListing> list(ModelChoice choice) {
        var used = Stream.of(ModelTask.DETECTOR, ModelTask.EMBEDDER)
                .map(task -> chosenModel(task, choice).id())
                .toList();
        var listings = new ArrayList<ModelListing>();
        for (var model : models.models()) {
            listings.add(ModelFile.find(model, searchPath)
                    .map(file -> new ModelListing(
                            model,
                            file.isRight() ? ModelListing.State.VERIFIED : ModelListing.State.WRONG_HASH,
                            file.location(),
                            used.contains(model.id())))
                    .orElseGet(() -> new ModelListing(model, ModelListing.State.MISSING, null, false)));
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
                        .filter(model -> model.origin() == Origin.BUILT_IN)
                        .filter(model -> !model.card().sources().isEmpty()
                                && !model.card().researchOnly())
                        .filter(ModelCatalog::canDecide)
                        .max(BY_MERIT)
                        .stream())
                .map(KnownModel::card)
                .toList();
    }

    /**
     * What the chosen embedder decides with.
     *
     * @throws UnusableModelException if it can't decide, or the chosen calibration is not one of it
     */
    public Calibration calibration(ModelChoice choice) {
        return calibration(chosenModel(ModelTask.EMBEDDER, choice), chosenModel(ModelTask.DETECTOR, choice), choice);
    }

    /** The named one, else the one of the card. One that lies beside a card decides only when it is named. */
    private Calibration calibration(KnownModel embedder, KnownModel detector, ModelChoice choice) {
        var named = choice.calibration();
        if (named != null) {
            return embedder.calibration(named).orElseThrow(() -> noCalibration(named, embedder));
        }
        return embedder.card().calibrationWith(detector.id()).orElseThrow(() -> uncalibrated(embedder));
    }

    private UnusableModelException noCalibration(String named, KnownModel embedder) {
        var owner = models.models().stream()
                .filter(model -> model.calibration(named).isPresent())
                .findFirst();
        return new UnusableModelException(
                owner.map(other -> "the calibration " + named + " is one of " + other.id() + ", but the embedder is "
                                        + embedder.id() + " (FACEMATCH_EMBEDDER chooses another one)")
                                .orElse("no calibration is called " + named)
                        + "; known of " + embedder.id() + " are " + ids(embedder.calibrations()));
    }

    private static UnusableModelException uncalibrated(KnownModel embedder) {
        return new UnusableModelException("model " + embedder.id()
                + " has no calibration: its cosine has no known false match rate, so it can't decide; "
                + (embedder.ownCalibrations().isEmpty()
                        ? "measure one with './facematch calibrate DATA --model " + embedder.id() + " --save'"
                        : "choose one of your own with FACEMATCH_CALIBRATION: " + ids(embedder.ownCalibrations())));
    }

    private static String ids(List<Calibration> calibrations) {
        return calibrations.isEmpty()
                ? "none"
                : calibrations.stream().map(Calibration::id).collect(Collectors.joining(", "));
    }

    /**
     * The detector or the embedder that would be used. Its file is not looked into.
     *
     * @throws UnusableModelException if a chosen id is unknown or its use not allowed
     */
    public ModelCard chosen(ModelTask task, ModelChoice choice) {
        return chosenModel(task, choice).card();
    }

    private KnownModel chosenModel(ModelTask task, ModelChoice choice) {
        var pinned = task == ModelTask.DETECTOR ? choice.detector() : choice.embedder();
        return pinned == null ? best(task, choice) : pinned(task, pinned, choice);
    }

    private KnownModel pinned(ModelTask task, String id, ModelChoice choice) {
        var model = ofTask(task)
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnusableModelException(
                        "no " + word(task) + " is called " + id + "; known are " + known(task) + problemsOf(id)));
        if (!isAllowed(model.card(), choice)) {
            throw new UnusableModelException("model " + id + " is for research only: "
                    + model.card().restrictions() + "; set FACEMATCH_RESEARCH_MODELS=true to use it all the same");
        }
        return model;
    }

    /** Why a model that is asked for is unknown though its card is there, to be added to a message; else empty. */
    public String problemsOf(String id) {
        return models.problems().stream()
                .filter(problem -> problem.isAbout(id))
                .map(problem -> "; " + problem.message())
                .collect(Collectors.joining());
    }

    private KnownModel best(ModelTask task, ModelChoice choice) {
        return ofTask(task)
                .filter(model -> model.origin() == Origin.BUILT_IN)
                .filter(model -> isAllowed(model.card(), choice))
                .filter(ModelCatalog::canDecide)
                .filter(model -> ModelFile.find(model, searchPath).isPresent())
                .max(BY_MERIT)
                .orElseThrow(() -> new UnusableModelException("no usable " + word(task) + " is present"));
    }

    private VerifiedModel verified(KnownModel model) {
        return ModelFile.find(model, searchPath)
                .orElseThrow(() -> new UnusableModelException("model " + model.id() + " is chosen but "
                        + model.card().file() + " is in none of "
                        + ModelFile.folders(model, searchPath).stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(", "))
                        + (model.card().sources().isEmpty()
                                ? ""
                                : "; './facematch models pull " + model.id() + "' fetches it")))
                .verified();
    }

    private static boolean canDecide(KnownModel model) {
        return model.card().task() != ModelTask.EMBEDDER
                || !model.card().calibrations().isEmpty();
    }

    private Stream<KnownModel> ofTask(ModelTask task) {
        return models.models().stream().filter(model -> model.card().task() == task);
    }

    private String known(ModelTask task) {
        return ofTask(task).map(KnownModel::id).collect(Collectors.joining(", "));
    }

    private static boolean isAllowed(ModelCard card, ModelChoice choice) {
        return !card.researchOnly() || choice.researchModelsAcknowledged();
    }

    private static String word(ModelTask task) {
        return task.name().toLowerCase(Locale.ROOT);
    }
}
