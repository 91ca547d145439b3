package io.facematch.card.folder;

import io.facematch.card.Calibration;
import io.facematch.card.ModelCards;
import io.facematch.card.folder.CardFolder.FoundCalibrations;
import io.facematch.card.folder.CardFolder.FoundCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Joins the cards of the program with what lies in folders. For one use. */
final class Inventory {
    private final List<CardFolder> folders;
    private final Map<String, KnownModel> models = new LinkedHashMap<>();
    private final List<CardProblem> problems = new ArrayList<>();

    Inventory(List<Path> folders) {
        this.folders = distinct(folders).stream().map(CardFolder::read).toList();
    }

    KnownModels take() {
        folders.forEach(folder -> problems.addAll(folder.problems()));
        ModelCards.all().forEach(card -> models.put(card.id(), KnownModel.builtIn(card)));
        folders.stream()
                .flatMap(folder -> folder.cards().stream())
                .collect(Collectors.groupingBy(found -> found.model().id(), TreeMap::new, Collectors.toList()))
                .values()
                .forEach(this::addCard);
        folders.stream().flatMap(folder -> folder.calibrations().stream()).forEach(this::addCalibrations);
        return new KnownModels(List.copyOf(models.values()), problems);
    }

    /** A folder that is named twice, such as by a link, is one. */
    private static List<Path> distinct(List<Path> folders) {
        var distinct = new LinkedHashMap<Path, Path>();
        for (var folder : folders) {
            if (Files.isDirectory(folder)) {
                distinct.putIfAbsent(real(folder), folder);
            }
        }
        return List.copyOf(distinct.values());
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException unreadable) {
            return folder.toAbsolutePath().normalize();
        }
    }

    /** @param withOneId which of several is meant nobody can know: then none is used */
    private void addCard(List<FoundCard> withOneId) {
        var model = withOneId.getFirst().model();
        if (models.containsKey(model.id())) {
            withOneId.forEach(card ->
                    refuse(card.file(), "the program has a model " + model.id() + ": choose another id for this one"));
        } else if (withOneId.size() > 1) {
            var all = withOneId.stream().map(card -> card.file().toString()).collect(Collectors.joining(" and "));
            withOneId.forEach(card -> refuse(card.file(), "there are " + all + ": remove all but one"));
        } else {
            models.put(model.id(), model);
        }
    }

    private void addCalibrations(FoundCalibrations found) {
        var content = found.content();
        var model = models.get(content.model());
        if (model == null) {
            refuse(found.file(), "no model is called " + content.model());
            return;
        }
        if (!content.sha256().equals(model.card().sha256())) {
            refuse(
                    found.file(),
                    "it was measured with another file: its sha256 is " + content.sha256() + ", that of the card "
                            + model.card().sha256());
            return;
        }
        content.calibrations().stream()
                .map(Calibration::id)
                .filter(id -> model.calibration(id).isPresent())
                .findFirst()
                .ifPresentOrElse(
                        id -> refuse(found.file(), "the model has a calibration " + id + " already"),
                        () -> models.put(model.id(), model.with(joined(model, content.calibrations()))));
    }

    private static List<Calibration> joined(KnownModel model, List<Calibration> more) {
        return Stream.concat(model.ownCalibrations().stream(), more.stream()).toList();
    }

    private void refuse(Path file, String reason) {
        problems.add(new CardProblem(file, reason));
    }
}
