package io.facematch.standalone.models;

import io.facematch.card.Calibration;
import io.facematch.card.folder.CardFiles;
import io.facematch.card.folder.InvalidCard;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModel.Origin;
import io.facematch.card.folder.KnownModels;
import io.facematch.face.network.ModelSelection;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the calibrations go that an operator measures: into the card of an embedder that is his own, else into a file for
 * own calibrations beside the model's file.
 *
 * @param detector that they are measured with
 * @param replaces whether one of the same id may be replaced
 */
public record OwnCalibrations(LocalModels models, String embedder, String detector, boolean replaces) {

    public static OwnCalibrations of(LocalModels models, ModelSelection measured, boolean replaces) {
        return new OwnCalibrations(
                models,
                measured.embedder().card().id(),
                measured.detector().card().id(),
                replaces);
    }

    /**
     * To be asked before the work.
     *
     * @throws CommandFailed if a calibration of this id can't be saved
     */
    public void requireRoom(String id) {
        var known = KnownModels.in(models.searchPath());
        known.problems().stream()
                .filter(problem -> problem.isAbout(embedder))
                .findFirst()
                .ifPresent(problem -> {
                    throw new CommandFailed(problem.message());
                });
        var model = model(known);
        model.calibration(id).ifPresent(same -> requireReplaceable(model, same));
        new OutputFolder(folder(model)).obstacle().ifPresent(obstacle -> {
            throw new CommandFailed("the calibration can't be saved: " + obstacle);
        });
    }

    /** Returns what the user has to know of it. */
    public String save(Calibration calibration) throws IOException {
        try {
            var file = CardFiles.add(model(KnownModels.in(models.searchPath())), calibration, folder());
            return "Saved in " + file + " as " + calibration.id() + ". " + howToUse(calibration);
        } catch (InvalidCard invalid) {
            throw new CommandFailed("the calibration was not saved: " + invalid.getMessage());
        }
    }

    private void requireReplaceable(KnownModel model, Calibration same) {
        if (model.originOf(same) == Origin.BUILT_IN) {
            throw new CommandFailed(
                    "the card of " + embedder + " has a calibration " + same.id() + " already: choose another --name");
        }
        if (!replaces) {
            throw new CommandFailed(embedder + " has a calibration " + same.id()
                    + " already: replace it with --force, or choose another --name");
        }
    }

    private String howToUse(Calibration calibration) {
        var model = model(KnownModels.in(models.searchPath()));
        var decides = Optional.of(model.card())
                .filter(card -> model.origin() == Origin.FOLDER)
                .flatMap(card -> card.calibrationWith(detector))
                .filter(calibration::equals);
        return decides.isPresent()
                ? "It decides where FACEMATCH_EMBEDDER=" + embedder + "."
                : "It decides where FACEMATCH_EMBEDDER=" + embedder + " and FACEMATCH_CALIBRATION=" + calibration.id()
                        + ".";
    }

    private Path folder() {
        return folder(model(KnownModels.in(models.searchPath())));
    }

    private Path folder(KnownModel model) {
        var own = model.folder();
        return own == null ? models.folderFor(model.card()) : own;
    }

    private KnownModel model(KnownModels known) {
        return known.find(embedder)
                .orElseThrow(
                        () -> new CommandFailed("the card of " + embedder + " is gone, or can't be read any more"));
    }
}
