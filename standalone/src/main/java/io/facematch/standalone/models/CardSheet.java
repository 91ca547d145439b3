package io.facematch.standalone.models;

import io.facematch.card.Calibration;
import io.facematch.card.ModelCard;
import io.facematch.card.folder.CardFiles;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModel.Origin;
import io.facematch.face.network.ModelListing;
import io.facematch.verification.OperatingPoint;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a model's card for a terminal. */
record CardSheet(PrintWriter out) {
    private static final int LABEL = 15;
    private static final String HEAD = "%-5s  %6s  %-16s  %8s  %13s  %s";
    private static final String ROW = "%.0e  %6.3f  %.2f %-11s  %6.2f %%  %,13d  %.2e to %.2e%s";

    /** Where nothing was compared. */
    private static final String NONE = "-";

    private static final String GROUP_HEAD = "%-9s  %13s  %8s  %-20s  %8s  %s";
    private static final String GROUP_ROW = "%-9s  %,13d  %8s  %-20s  %8s  %s";

    void print(ModelListing listing) {
        var card = listing.card();
        line("Model", card.id() + " (" + Words.of(card.task()) + ", " + Words.of(card.tier()) + ")");
        line("", card.summary());
        line("Publisher", card.publisher());
        line("Licence", card.licence() + (card.researchOnly() ? ", for research only" : ""));
        line("", card.restrictions());
        line("Training data", card.trainingData());
        line("File", String.format(Locale.ROOT, "%s, %,d bytes", card.file(), card.bytes()));
        line("SHA-256", card.sha256());
        if (listing.model().origin() == Origin.BUILT_IN) {
            printSources(card);
        }
        line("Here", here(listing));
        line("Card", card(listing.model()));
        line("", "SHA-256 " + listing.model().cardSha256());
        line("Input", input(card));
        listing.model()
                .calibrations()
                .forEach(calibration ->
                        print(calibration, listing.model().ownCalibrations().contains(calibration)));
        out.flush();
    }

    private void printSources(ModelCard card) {
        if (card.sources().isEmpty()) {
            line("Source", "none: these bytes are nowhere public");
        }
        for (var source : card.sources()) {
            line("Source", source.url().toString());
            if (source.converter() != null) {
                line("", String.format(Locale.ROOT, "%,d bytes, SHA-256", source.bytes()));
                line("", source.sha256() + ",");
                line("", "converted from " + Words.of(source.converter()) + " when it is fetched");
            }
        }
    }

    private static String here(ModelListing listing) {
        return Words.of(listing.state())
                + (listing.location() == null ? "" : ", " + listing.location())
                + (listing.used() ? ", used" : "");
    }

    private static String card(KnownModel model) {
        var folder = model.folder();
        return folder == null ? "part of the program" : "your own: " + CardFiles.card(folder, model.id());
    }

    private static String input(ModelCard card) {
        if (card.embedder() != null) {
            return String.format(
                    Locale.ROOT,
                    "faces of %1$dx%1$d pixels, %2$s; %3$d numbers come out",
                    card.embedder().size(),
                    card.embedder().pixels().order(),
                    card.embedder().dimensions());
        }
        if (card.detector() != null) {
            return "photos of "
                    + String.join(
                            ", then ",
                            card.detector().passes().stream()
                                    .map(pass -> pass.size() + "x" + pass.size())
                                    .toList())
                    + " pixels, " + card.detector().pixels().order();
        }
        return "";
    }

    private void print(Calibration calibration, boolean own) {
        out.println();
        line("Calibration", calibration.id());
        line("", own ? "your own: decides when FACEMATCH_CALIBRATION names it" : "");
        line("SHA-256", calibration.sha256());
        line("Detectors", String.join(", ", calibration.detectors()));
        line("Data", calibration.dataSet());
        line(
                "Photos",
                String.format(
                        Locale.ROOT,
                        "%,d, of which %,d had no face to compare",
                        calibration.images(),
                        calibration.failuresToEnrol()));
        line(
                "Comparisons",
                String.format(
                        Locale.ROOT,
                        "%,d of the same person, %,d of different persons",
                        calibration.genuineComparisons(),
                        calibration.impostorComparisons()));
        line("Equal errors", String.format(Locale.ROOT, "%.2f %%", 100 * calibration.equalErrorRate()));
        out.println();
        out.printf(
                Locale.ROOT,
                HEAD + "%n",
                "FMR",
                "cosine",
                "similarity",
                "FNMR",
                "false matches",
                "95 % interval of the FMR");
        for (var point : calibration.points()) {
            out.printf(
                    Locale.ROOT,
                    ROW + "%n",
                    point.falseMatchRate(),
                    point.cosine(),
                    point.similarity(),
                    named(point.falseMatchRate()),
                    100 * point.falseNonMatchRate(),
                    point.falseMatches(),
                    point.interval().low(),
                    point.interval().high(),
                    point.extrapolated() ? "  extrapolated" : "");
        }
        calibration.groups().forEach(this::print);
    }

    private void print(Calibration.Group group) {
        out.println();
        line(
                "Group",
                String.format(
                        Locale.ROOT,
                        "%s (%s)%s, %,d comparisons of the same person, %,d of different persons",
                        group.name(),
                        group.column(),
                        group.people() == null ? "" : String.format(Locale.ROOT, ", %,d people", group.people()),
                        group.genuineComparisons(),
                        group.impostorComparisons()));
        out.printf(
                Locale.ROOT, GROUP_HEAD + "%n", "", "false matches", "FMR", "95 % interval", "FNMR", "95 % interval");
        for (var point : group.points()) {
            var matches = point.falseMatchInterval();
            var nonMatches = point.falseNonMatchInterval();
            out.printf(
                    Locale.ROOT,
                    GROUP_ROW + "%n",
                    named(point.falseMatchRate()),
                    point.falseMatches(),
                    small(point.falseMatches() / (double) group.impostorComparisons()),
                    group.impostorComparisons() == 0 ? NONE : small(matches.low()) + " to " + small(matches.high()),
                    percent(point.falseNonMatches() / (double) group.genuineComparisons()),
                    group.genuineComparisons() == 0
                            ? NONE
                            : percent(nonMatches.low()) + " to " + percent(nonMatches.high()));
        }
    }

    private static String small(double rate) {
        return Double.isNaN(rate) ? NONE : String.format(Locale.ROOT, "%.2e", rate);
    }

    private static String percent(double rate) {
        return Double.isNaN(rate) ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * rate);
    }

    private static String named(double falseMatchRate) {
        return OperatingPoint.ofFalseMatchRate(falseMatchRate)
                .map(OperatingPoint::code)
                .orElse("");
    }

    private void line(String label, String text) {
        new Paragraph(out, LABEL).print(label, text);
    }
}
