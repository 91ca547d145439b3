package io.facematch.standalone.models;

import io.facematch.card.Calibration;
import io.facematch.card.ModelCard;
import io.facematch.face.network.ModelListing;
import io.facematch.verification.OperatingPoint;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a model's card for a terminal. */
record CardSheet(PrintWriter out) {
    private static final int LABEL = 15;
    private static final String HEAD = "%-5s  %6s  %-16s  %8s  %13s  %s";
    private static final String ROW = "%.0e  %6.3f  %.2f %-11s  %6.2f %%  %,13d  %.2e to %.2e%s";

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
        printSources(card);
        line("Here", here(listing));
        line("Input", input(card));
        card.calibrations().forEach(this::print);
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

    private void print(Calibration calibration) {
        out.println();
        line("Calibration", calibration.id());
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
                    named(point),
                    100 * point.falseNonMatchRate(),
                    point.falseMatches(),
                    point.interval().low(),
                    point.interval().high(),
                    point.extrapolated() ? "  extrapolated" : "");
        }
    }

    private static String named(Calibration.Point point) {
        return OperatingPoint.ofFalseMatchRate(point.falseMatchRate())
                .map(OperatingPoint::code)
                .orElse("");
    }

    private void line(String label, String text) {
        new Paragraph(out, LABEL).print(label, text);
    }
}
