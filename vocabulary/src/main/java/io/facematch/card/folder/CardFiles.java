package io.facematch.card.folder;

import io.facematch.card.Calibration;
import io.facematch.card.CardJson;
import io.facematch.card.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes the cards and calibrations of a folder. A file appears whole or not at all, and everybody may read it. */
public final class CardFiles {
    private CardFiles() {}

    public static Path card(Path folder, String id) {
        return folder.resolve(id + CardFolder.CARD);
    }

    public static Path calibrations(Path folder, String id) {
        return folder.resolve(id + CardFolder.CALIBRATIONS);
    }

    /**
     * Writes the card of a file in this folder, in place of one of the same id.
     *
     * @throws InvalidCard if it breaks a rule for cards in folders
     */
    public static void write(Path folder, ModelCard card) throws IOException {
        CardRules.require(card);
        put(card(folder, card.id()), CardText.withoutTheUnsaid(card));
    }

    /**
     * Adds a calibration to what is kept of a model: to its card, if that lies in a folder, else to the file for own
     * calibrations. One with the same id is replaced, in its place.
     *
     * @param beside the folder for own calibrations of a model whose card is part of the program
     * @return the file that it is in now
     * @throws InvalidCard if it breaks a rule, or the card of the program has one of this id
     */
    public static Path add(KnownModel model, Calibration calibration, Path beside) throws IOException {
        CardRules.require(model.id(), calibration);
        var folder = model.folder();
        if (folder != null) {
            var card = model.card();
            write(folder, card.with(added(card.calibrations(), calibration)));
            return card(folder, card.id());
        }
        if (model.card().calibrations().stream().anyMatch(known -> known.id().equals(calibration.id()))) {
            throw new InvalidCard("the card of the program has a calibration " + calibration.id());
        }
        var file = calibrations(beside, model.id());
        var present = Files.exists(file)
                ? CardText.calibrations(CardFolder.text(file)).calibrations()
                : List.<Calibration>of();
        put(
                file,
                CardJson.bytes(
                        new CardText.CalibrationsFile(model.id(), model.card().sha256(), added(present, calibration))));
        return file;
    }

    /** Also where new files are for their owner only: a worker may run as another user. */
    public static void letEverybodyRead(Path file) throws IOException {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static List<Calibration> added(List<Calibration> present, Calibration calibration) {
        var all = new ArrayList<>(present);
        for (var at = 0; at < all.size(); at++) {
            if (all.get(at).id().equals(calibration.id())) {
                all.set(at, calibration);
                return all;
            }
        }
        all.add(calibration);
        return all;
    }

    private static void put(Path file, byte[] text) throws IOException {
        var part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(part, text);
            letEverybodyRead(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
