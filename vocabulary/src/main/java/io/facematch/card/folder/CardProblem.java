package io.facematch.card.folder;

import java.nio.file.Path;

/** Why a card or a calibration that lies in a folder is not used. The others in that folder are. */
public record CardProblem(Path file, String reason) {

    /** Whether the file would describe or calibrate the model of this id. */
    public boolean isAbout(String id) {
        var name = file.getFileName().toString();
        return name.equals(id + CardFolder.CARD) || name.equals(id + CardFolder.CALIBRATIONS);
    }

    /** For the operator: where, and what is wrong. */
    public String message() {
        return Text.visible(file.toString()) + " is not used: " + reason;
    }
}
