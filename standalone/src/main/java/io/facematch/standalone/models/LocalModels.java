package io.facematch.standalone.models;

import io.facematch.card.ModelCard;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import io.facematch.face.network.ModelListing;
import io.facematch.face.network.UnusableModelException;
import io.facematch.standalone.fetch.DroppedFiles;
import io.facematch.worker.engine.EngineSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.support.DefaultConversionService;

/** The models of this machine, looked for and chosen by the settings that a worker here would have. */
public record LocalModels(List<Path> searchPath, ModelChoice choice) {

    public static LocalModels ofEnvironment() {
        return of(System.getenv());
    }

    /** The same, after files that somebody put into a folder as they lie at their sources were converted. */
    public static LocalModels prepared(PrintWriter terminal) {
        return ofEnvironment().withDroppedFiles(terminal);
    }

    /** Those of a worker with these settings, for a command that compares as that one would. */
    public static LocalModels prepared(EngineSettings settings, PrintWriter terminal) {
        return new LocalModels(settings.searchPath(), settings.choice()).withDroppedFiles(terminal);
    }

    private LocalModels withDroppedFiles(PrintWriter terminal) {
        new DroppedFiles(searchPath, terminal).convert(catalog().cards());
        return this;
    }

    static LocalModels of(Map<String, String> environment) {
        var research = setting(environment, "FACEMATCH_RESEARCH_MODELS");
        return new LocalModels(
                ModelCatalog.searchPath(environment.get("FACEMATCH_MODELS")),
                new ModelChoice(
                        setting(environment, "FACEMATCH_EMBEDDER"),
                        setting(environment, "FACEMATCH_DETECTOR"),
                        setting(environment, "FACEMATCH_CALIBRATION"),
                        research != null && isTrue(research)));
    }

    /** Whether models are looked for in this folder. */
    boolean looksIn(Path folder) {
        return searchPath.stream()
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .anyMatch(folder.toAbsolutePath().normalize()::equals);
    }

    /** Reads and hashes every file that is there. */
    List<ModelListing> list() {
        return catalog().list(choice);
    }

    ModelListing listing(String id) {
        var card = card(id);
        return list().stream()
                .filter(listing -> listing.card().equals(card))
                .findFirst()
                .orElseThrow();
    }

    /** @throws UnusableModelException if there is no such model */
    ModelCard card(String id) {
        var catalog = catalog();
        var cards = catalog.cards();
        return cards.stream()
                .filter(card -> card.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnusableModelException("no model is called " + id + "; known are "
                        + cards.stream().map(ModelCard::id).collect(Collectors.joining(", "))
                        + catalog.problemsOf(id)));
    }

    /** The folder that has a file of this name already, else the first one that is looked into. */
    Path folderFor(ModelCard card) {
        return searchPath.stream()
                .filter(folder -> Files.exists(folder.resolve(card.file())))
                .findFirst()
                .orElse(searchPath.getFirst());
    }

    public ModelCatalog catalog() {
        return new ModelCatalog(searchPath);
    }

    private static @Nullable String setting(Map<String, String> environment, String variable) {
        var value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** By the words that a worker takes for it. */
    private static boolean isTrue(String word) {
        return Boolean.TRUE.equals(DefaultConversionService.getSharedInstance().convert(word, Boolean.class));
    }
}
