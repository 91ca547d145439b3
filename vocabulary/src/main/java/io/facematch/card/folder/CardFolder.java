package io.facematch.card.folder;

import io.facematch.card.CardJson;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies in one folder of models: {@code <id>.card.json}, each the card of a file beside it, and
 * {@code <id>.calibrations.json}. Reads no other file, and none below.
 */
final class CardFolder {
    static final String CARD = ".card.json";
    static final String CALIBRATIONS = ".calibrations.json";

    private static final int MOST_BYTES = 1 << 20;

    private final Path folder;
    private final List<FoundCard> cards = new ArrayList<>();
    private final List<FoundCalibrations> calibrations = new ArrayList<>();
    private final List<CardProblem> problems = new ArrayList<>();

    private CardFolder(Path folder) {
        this.folder = folder;
    }

    record FoundCard(Path file, KnownModel model) {}

    /** Of a model whose card may lie elsewhere. */
    record FoundCalibrations(Path file, CardText.CalibrationsFile content) {}

    /** Never fails: what can't be used is among the problems. */
    static CardFolder read(Path folder) {
        var read = new CardFolder(folder);
        for (var file : read.files()) {
            read.take(file);
        }
        return read;
    }

    List<FoundCard> cards() {
        return cards;
    }

    List<FoundCalibrations> calibrations() {
        return calibrations;
    }

    List<CardProblem> problems() {
        return problems;
    }

    /** In the order of their names. */
    private List<Path> files() {
        var files = new ArrayList<Path>();
        // Hidden files are the notes of file managers, not cards.
        try (var found = Files.newDirectoryStream(folder, "[!.]*.json")) {
            found.forEach(files::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            problems.add(new CardProblem(folder, "the folder can't be read"));
        }
        return files.stream().sorted().toList();
    }

    private void take(Path file) {
        var name = file.getFileName().toString();
        try {
            if (name.endsWith(CARD)) {
                takeCard(file, name.substring(0, name.length() - CARD.length()));
            } else if (name.endsWith(CALIBRATIONS)) {
                takeCalibrations(file, name.substring(0, name.length() - CALIBRATIONS.length()));
            }
        } catch (InvalidCard invalid) {
            problems.add(new CardProblem(file, invalid.reason()));
        }
    }

    private void takeCard(Path file, String id) {
        var text = text(file);
        var card = CardText.card(text);
        requireNamed(id, card.id(), "id");
        cards.add(new FoundCard(file, new KnownModel(card, CardJson.sha256(text), folder, List.of())));
    }

    private void takeCalibrations(Path file, String id) {
        var content = CardText.calibrations(text(file));
        requireNamed(id, content.model(), "model");
        calibrations.add(new FoundCalibrations(file, content));
    }

    private static void requireNamed(String inFileName, String inText, String member) {
        if (!inText.equals(inFileName)) {
            throw new InvalidCard(member + " must be what the file's name begins with");
        }
    }

    static byte[] text(Path file) {
        // A pipe would never end.
        if (!Files.isRegularFile(file)) {
            throw new InvalidCard("it is no file");
        }
        try (var stream = Files.newInputStream(file)) {
            var text = stream.readNBytes(MOST_BYTES + 1);
            if (text.length > MOST_BYTES) {
                throw new InvalidCard("it must have at most " + MOST_BYTES + " bytes");
            }
            return text;
        } catch (IOException unreadable) {
            throw new InvalidCard("it can't be read");
        }
    }
}
