package io.facematch.standalone.run;

import io.facematch.api.archive.ArchivePair;
import io.facematch.standalone.calibration.statistics.Rate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * How often a run was wrong, where somebody has said which pairs show one person: false match rate over the completed
 * comparisons of different persons, false non-match rate over those of the same (ISO/IEC 19795-1). Pairs that were not
 * compared, or have no label, don't count.
 */
record Accuracy(Rate falseMatches, Rate falseNonMatches) {

    /**
     * Counts what the results say.
     *
     * @param same whether both photos of a pair show one person, by {@link ArchivePair#key}
     */
    static Accuracy of(Path results, Map<String, Boolean> same) throws IOException {
        var errors = new long[2];
        var comparisons = new long[2];
        try (var zip = new ZipFile(results.toFile())) {
            for (var member : zip.stream().toList()) {
                if (!member.getName().endsWith(".json")) {
                    continue;
                }
                try (var content = zip.getInputStream(member)) {
                    var pair = JsonMapper.shared().readTree(content);
                    var label = same.get(ArchivePair.key(pair.path("pair_id").asString()));
                    var decision = pair.at("/body/facematch_result");
                    if (label != null && decision.isString()) {
                        var group = label ? 1 : 0;
                        comparisons[group]++;
                        errors[group] += decision.asString().equals("True") == label ? 0 : 1;
                    }
                }
            }
        }
        return new Accuracy(
                Rate.ofIndependent(errors[0], comparisons[0]), Rate.ofIndependent(errors[1], comparisons[1]));
    }

    /** @param operatingPoint at which it was decided */
    void print(PrintWriter terminal, String operatingPoint) {
        terminal.println();
        terminal.println("By the labels, at operating point " + operatingPoint + ":");
        row(terminal, "False match rate", falseMatches, "pairs of different persons");
        row(terminal, "False non-match rate", falseNonMatches, "pairs of the same person");
    }

    private static void row(PrintWriter terminal, String name, Rate rate, String of) {
        if (!rate.isKnown()) {
            terminal.println(String.format(Locale.ROOT, "%-22s unknown: no %s were compared", name, of));
            return;
        }
        var interval = rate.interval();
        terminal.println(String.format(
                Locale.ROOT,
                "%-22s %8.4f %%  %,d of %,d %s (95 %%: %.4f to %.4f %%)",
                name,
                100 * rate.value(),
                rate.errors(),
                rate.comparisons(),
                of,
                100 * interval.low(),
                100 * interval.high()));
    }
}
