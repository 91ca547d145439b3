package io.facematch.standalone.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Prints a finished job on a terminal. */
record JobSummary(PrintWriter terminal) {

    void print(JsonNode job, List<JsonNode> failures) {
        var total = job.path("total").asInt();
        terminal.println();
        row("Match", job.path("matches").asInt(), total);
        row("Non-match", job.path("non_matches").asInt(), total);
        job.path("counts").properties().forEach(count -> {
            if (!count.getKey().equals("Success") && count.getValue().asInt() > 0) {
                row(count.getKey(), count.getValue().asInt(), total);
            }
        });
        terminal.println("-".repeat(38));
        row("Pairs", total, total);
        printNames(job);
        printUnpaired(job);
        printFailures(job, failures, total);
    }

    private void row(String name, int count, int total) {
        terminal.println(String.format(Locale.ROOT, "%-22s %7d %6.1f %%", name, count, 100.0 * count / total));
    }

    private void printNames(JsonNode job) {
        if (job.at("/names/guessed").asBoolean(false)) {
            terminal.println();
            terminal.println("The archive does not tell in which letters some names are written; they were read as "
                    + job.at("/names/encoding").asString() + ".");
            terminal.println("If they look wrong, say it with --names, such as --names cp866.");
        }
    }

    private void printUnpaired(JsonNode job) {
        var unpaired = job.path("unpaired");
        if (!unpaired.isEmpty()) {
            terminal.println();
            terminal.println(unpaired.size()
                    + (unpaired.size() == 1
                            ? " image has no partner and was not compared: "
                            : " images have no partner and were not compared: ")
                    + unpaired.values().stream()
                            .limit(FirstFailures.AT_MOST)
                            .map(JsonNode::asString)
                            .collect(Collectors.joining(", "))
                    + (unpaired.size() > FirstFailures.AT_MOST ? ", …" : ""));
        }
    }

    private void printFailures(JsonNode job, List<JsonNode> failures, int total) {
        if (failures.isEmpty()) {
            return;
        }
        var compared = job.path("counts").path("Success").asInt();
        terminal.println();
        terminal.println("Not compared: " + (total - compared)
                + (total - compared > failures.size() ? ", the first of them:" : ":"));
        for (var failure : failures) {
            var why = failure.path("failures").values().stream()
                    .map(side -> side.path("side").asString() + " "
                            + side.path("message").asString())
                    .collect(Collectors.joining("; "));
            terminal.println(String.format(
                    Locale.ROOT,
                    "  %-24s %-20s %s",
                    failure.path("pair_id").asString(),
                    failure.path("status").asString(),
                    why));
        }
    }
}
