package io.facematch.card.folder;

import io.facematch.card.Calibration;
import io.facematch.card.EmbedderContract;
import io.facematch.card.ModelCard;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What the cards and calibrations of a folder must keep to, besides what every card does. */
public final class CardRules {
    /** As much as an ONNX file may have, being read whole into memory. */
    public static final long MOST_BYTES = 1L << 30;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,122}\\.onnx");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CALIBRATION = Pattern.compile("[A-Za-z0-9._/-]{1,200}");
    private static final int MOST_CALIBRATIONS = 100;
    /** Fewer numbers tell no faces apart. */
    public static final int LEAST_DIMENSIONS = 8;

    private static final int MOST_DIMENSIONS = 8192;

    private CardRules() {}

    /** @throws InvalidCard if it can't name a model */
    public static void requireId(String id) {
        require(
                ID.matcher(id).matches(),
                "id must have 1 to 64 small letters, digits, dots and hyphens, and begin with a letter or digit");
    }

    /** @throws InvalidCard naming the first member that breaks a rule */
    public static void require(ModelCard card) {
        requireId(card.id());
        require(FILE.matcher(card.file()).matches(), "file must be the name of an .onnx file in the same folder");
        requireSha256(card.sha256(), "sha256");
        require(card.bytes() >= 1 && card.bytes() <= MOST_BYTES, "bytes must be 1 to " + MOST_BYTES);
        Text.require(card.summary(), "summary");
        Text.require(card.publisher(), "publisher");
        Text.require(card.licence(), "licence");
        Text.require(card.restrictions(), "restrictions");
        Text.require(card.trainingData(), "trainingData");
        require(card.sources().isEmpty(), "sources must be empty: the file lies beside its card");
        require(card.preference() == 0, "preference must be 0: a model of a folder is used when it is chosen");
        require(card.embedderContract());
        require(card.id(), card.calibrations());
    }

    /** @throws InvalidCard naming the first member that breaks a rule */
    static void require(EmbedderContract contract) {
        var right = contract.template().get(0);
        var left = contract.template().get(1);
        var rightMouth = contract.template().get(3);
        var leftMouth = contract.template().get(4);
        require(
                right.getFirst() < left.getFirst() && rightMouth.getFirst() < leftMouth.getFirst(),
                "template must have the right eye left of the left eye, and so for the corners of the mouth:"
                        + " the order is right eye, left eye, nose, right and left corner of the mouth, as the person"
                        + " has them");
        require(
                Math.max(right.getLast(), left.getLast()) < Math.min(rightMouth.getLast(), leftMouth.getLast()),
                "template must have the eyes above the mouth; points are x, then y");
        require(
                contract.dimensions() >= LEAST_DIMENSIONS && contract.dimensions() <= MOST_DIMENSIONS,
                "dimensions must be " + LEAST_DIMENSIONS + " to " + MOST_DIMENSIONS);
        require(contract.pixels().divisor() > 0, "pixels.divisor must be above 0");
    }

    /** @throws InvalidCard naming the first member that breaks a rule */
    static void require(String model, List<Calibration> calibrations) {
        require(calibrations.size() <= MOST_CALIBRATIONS, "calibrations must be at most " + MOST_CALIBRATIONS);
        var ids = new HashSet<String>();
        for (var calibration : calibrations) {
            require(model, calibration);
            require(ids.add(calibration.id()), "calibrations has " + calibration.id() + " twice");
        }
    }

    /** @throws InvalidCard naming the first member that breaks a rule */
    public static void require(String model, Calibration calibration) {
        require(
                CALIBRATION.matcher(calibration.id()).matches()
                        && calibration.id().startsWith(model + "/"),
                "calibrations: an id must begin with " + model
                        + "/ and have letters, digits, dots, hyphens, underscores and slashes, 200 at most");
        var id = calibration.id();
        require(
                !calibration.detectors().isEmpty()
                        && calibration.detectors().stream()
                                .allMatch(detector -> ID.matcher(detector).matches()),
                id + ": detectors must be ids of detectors, at least one");
        Text.require(calibration.dataSet(), id + ": dataSet");
        require(
                calibration.images() >= 0
                        && calibration.failuresToEnrol() >= 0
                        && calibration.failuresToEnrol() <= calibration.images(),
                id + ": failuresToEnrol must be 0 to images");
        require(
                calibration.genuineComparisons() > 0 && calibration.impostorComparisons() > 0,
                id + ": genuineComparisons and impostorComparisons must be above 0");
        require(isRate(calibration.equalErrorRate()), id + ": equalErrorRate must be 0 to 1");
        require(!calibration.points().isEmpty(), id + ": points must not be empty");
        for (var point : calibration.points()) {
            require(isRate(point.falseNonMatchRate()), id + ": points: falseNonMatchRate must be 0 to 1");
            require(
                    point.falseMatches() >= 0 && point.falseMatches() <= calibration.impostorComparisons(),
                    id + ": points: falseMatches must be 0 to impostorComparisons");
        }
        calibration.groups().forEach(group -> require(id, group));
    }

    private static void require(String id, Calibration.Group group) {
        Text.require(group.column(), id + ": groups: column");
        Text.require(group.name(), id + ": groups: name");
        var people = group.people();
        require(people == null || people >= 0, id + ": groups: people must be 0 or more");
        require(
                group.genuineComparisons() >= 0 && group.impostorComparisons() >= 0,
                id + ": groups: genuineComparisons and impostorComparisons must be 0 or more");
    }

    static void requireSha256(String hash, String member) {
        require(SHA256.matcher(hash).matches(), member + " must be 64 hexadecimal digits, in small letters");
    }

    private static boolean isRate(double value) {
        return value >= 0 && value <= 1;
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new InvalidCard(rule);
        }
    }
}
