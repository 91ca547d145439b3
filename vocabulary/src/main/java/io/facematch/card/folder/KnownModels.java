package io.facematch.card.folder;

import io.facematch.card.ModelCard;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All models that this installation knows: those of the program, and those whose cards lie in its folders.
 *
 * @param models those of the program first
 * @param problems what lies in the folders and can't be used
 */
public record KnownModels(List<KnownModel> models, List<CardProblem> problems) {
    public KnownModels {
        models = List.copyOf(models);
        problems = List.copyOf(problems);
    }

    /**
     * The folders to look in: those listed, then {@code models}.
     *
     * @param pathList directories separated as in a class path, the first ones to look in; null or blank for none
     */
    public static List<Path> searchPath(@Nullable String pathList) {
        var listed = pathList == null ? Stream.<String>empty() : Stream.of(pathList.split(File.pathSeparator, -1));
        return Stream.concat(listed.filter(part -> !part.isBlank()), Stream.of("models"))
                .map(Path::of)
                .toList();
    }

    /** Reads what lies in these folders now; folders that are not there hold nothing. Never fails. */
    public static KnownModels in(List<Path> folders) {
        return new Inventory(folders).take();
    }

    public List<ModelCard> cards() {
        return models.stream().map(KnownModel::card).toList();
    }

    public Optional<KnownModel> find(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }
}
