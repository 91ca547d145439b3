package io.facematch.face.network;

import io.facematch.card.folder.KnownModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file of a card: in a directory, or in our own jar. */
final class ModelFile {
    private static final String BUILT_IN_FOLDER = "/models/";

    private final KnownModel model;
    private final @Nullable Path path;
    private final @Nullable URL builtIn;

    private ModelFile(KnownModel model, @Nullable Path path, @Nullable URL builtIn) {
        this.model = model;
        this.path = path;
        this.builtIn = builtIn;
    }

    static Optional<ModelFile> find(KnownModel model, List<Path> searchPath) {
        for (var directory : folders(model, searchPath)) {
            var file = directory.resolve(model.card().file());
            if (Files.isRegularFile(file)) {
                return Optional.of(new ModelFile(model, file, null));
            }
        }
        if (model.folder() != null) {
            return Optional.empty();
        }
        return Optional.ofNullable(ModelFile.class.getResource(
                        BUILT_IN_FOLDER + model.card().file()))
                .map(url -> new ModelFile(model, null, url));
    }

    /** Where its file may lie: beside the card, if that lies in a folder. */
    static List<Path> folders(KnownModel model, List<Path> searchPath) {
        var folder = model.folder();
        return folder == null ? searchPath : List.of(folder);
    }

    String location() {
        return path == null ? "built in" : path.toString();
    }

    /** Does not hold the file in memory. */
    boolean isRight() {
        try (var stream = open();
                var digest = new DigestOutputStream(OutputStream.nullOutputStream(), sha256())) {
            stream.transferTo(digest);
            return HexFormat.of()
                    .formatHex(digest.getMessageDigest().digest())
                    .equals(model.card().sha256());
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    VerifiedModel verified() {
        try (var stream = open()) {
            return VerifiedModel.verify(model, stream.readAllBytes(), location());
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private InputStream open() throws IOException {
        if (path != null) {
            return Files.newInputStream(path);
        }
        if (builtIn != null) {
            return builtIn.openStream();
        }
        throw new IllegalStateException("no place for " + model.id());
    }

    private UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("cannot read " + location(), cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
