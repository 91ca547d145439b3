package io.facematch.face.network;

import io.facematch.card.ModelCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file of a card: in a directory, or in our own jar. */
final class ModelFile {
    private static final String BUILT_IN_FOLDER = "/models/";

    private final ModelCard card;
    private final @Nullable Path path;
    private final @Nullable URL builtIn;

    private ModelFile(ModelCard card, @Nullable Path path, @Nullable URL builtIn) {
        this.card = card;
        this.path = path;
        this.builtIn = builtIn;
    }

    static Optional<ModelFile> find(ModelCard card, List<Path> searchPath) {
        for (var directory : searchPath) {
            var file = directory.resolve(card.file());
            if (Files.isRegularFile(file)) {
                return Optional.of(new ModelFile(card, file, null));
            }
        }
        return Optional.ofNullable(ModelFile.class.getResource(BUILT_IN_FOLDER + card.file()))
                .map(url -> new ModelFile(card, null, url));
    }

    String location() {
        return path == null ? "built in" : path.toString();
    }

    boolean isRight() {
        return VerifiedModel.isOf(card, read());
    }

    VerifiedModel verified() {
        return VerifiedModel.verify(card, read(), location());
    }

    private byte[] read() {
        try {
            if (path != null) {
                return Files.readAllBytes(path);
            }
            if (builtIn != null) {
                try (var stream = builtIn.openStream()) {
                    return stream.readAllBytes();
                }
            }
            throw new IllegalStateException("no place for " + card.id());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + location(), unreadable);
        }
    }
}
