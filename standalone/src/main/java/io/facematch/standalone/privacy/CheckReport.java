package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.search.Finding;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a check did and found, in Markdown: to be read by somebody who was not there, and filed. It has no secret in it. */
final class CheckReport {
    private static final int MOST_FINDINGS = 200;
    private static final double MIB = 1 << 20;

    private final ZonedDateTime begun;
    private Duration took = Duration.ZERO;
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<Canary> canaries = new ArrayList<>();
    private final List<Control> controls = new ArrayList<>();
    private final List<Search> searches = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private List<String> moments = List.of();
    private List<List<String>> keys = List.of();

    CheckReport(ZonedDateTime begun) {
        this.begun = begun;
    }

    /** Shows that the check would have noticed. */
    record Control(String what, boolean holds, String seen) {}

    /** One look at all places. */
    record Search(
            String when, long files, long bytes, int secrets, int forms, List<Finding> findings, List<String> unread) {}

    ZonedDateTime begun() {
        return begun;
    }

    void version(String of, String version) {
        versions.put(of, version);
    }

    void add(Canary canary) {
        canaries.add(canary);
    }

    void add(Control control) {
        controls.add(control);
    }

    void add(Search search) {
        searches.add(search);
    }

    void place(String place) {
        places.add(place);
    }

    void keys(KeyStates states) {
        moments = states.moments();
        keys = states.table();
    }

    void took(Duration time) {
        took = time;
    }

    boolean passed() {
        return faults().isEmpty();
    }

    /** What is not as it must be, in a line each. */
    private List<String> faults() {
        var faults = new ArrayList<String>();
        for (var search : searches) {
            if (!search.findings().isEmpty()) {
                faults.add(search.when() + ": " + search.findings().size() + " findings, the first one in "
                        + search.findings().getFirst().place());
            }
            if (!search.unread().isEmpty()) {
                faults.add(search.when() + ": " + search.unread().size() + " files could not be read, such as "
                        + search.unread().getFirst());
            }
        }
        for (var canary : canaries) {
            if (!canary.isAsExpected()) {
                faults.add(
                        "Canary \"" + canary.name() + "\": " + canary.actual() + " in place of " + canary.expected());
            }
        }
        for (var control : controls) {
            if (!control.holds()) {
                faults.add("Control \"" + control.what() + "\": " + control.seen());
            }
        }
        return faults;
    }

    void print(PrintWriter out) {
        out.println("# Facematch privacy check: " + (passed() ? "PASSED" : "FAILED"));
        out.println();
        if (passed()) {
            out.println(
                    "Every submission came to the end that it must have, no photo, name, subject, key, secret or token"
                            + " was found in the clear, and nothing can be opened any more.");
        } else {
            faults().forEach(fault -> out.println("- " + fault));
        }
        out.println();
        table(out, List.of("", ""), facts());
        canaries(out);
        searches(out);
        findings(out);
        controls(out);
        keys(out);
        limits(out);
        out.flush();
    }

    private List<List<String>> facts() {
        var facts = new ArrayList<List<String>>();
        facts.add(
                List.of("begun", begun.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx VV", Locale.ROOT))));
        facts.add(List.of("took", took.toSeconds() + " s"));
        versions.forEach((of, version) -> facts.add(List.of(of, version)));
        return facts;
    }

    private void canaries(PrintWriter out) {
        out.println("## What was sent");
        out.println();
        out.println(
                "Each submission has names and photos of its own, made at random for this check: stems, folders, names of"
                        + " files, subjects, pixels, comments. The programs were those of this installation, each in a process of its"
                        + " own, with a database and a broker of their own. Processes were killed by SIGKILL.");
        out.println();
        table(
                out,
                List.of("submission", "must come to", "came to"),
                canaries.stream()
                        .map(canary -> List.of(
                                canary.name(),
                                canary.expected(),
                                canary.isAsExpected() ? "the same" : "**" + canary.actual() + "**"))
                        .toList());
    }

    private void searches(PrintWriter out) {
        out.println("## What was searched");
        out.println();
        places.forEach(place -> out.println("- " + place));
        out.println();
        out.println(
                "Secrets are all names and photos that were sent, the secret and the token of the client that sent them, the"
                        + " master key, the key that signs tokens and the passwords of the database (but in the file of each), and, at"
                        + " the end, the wrapped keys of the epochs.");
        out.println();
        out.println(
                "Each secret was looked for as it is, in capitals, in UTF-16 of both orders, in hexadecimal digits, in"
                        + " percent encoding, in Base64 at all three alignments and with both alphabets; of names and photos the"
                        + " SHA-256, too; and all of that also in files that are a ZIP, gzip or zlib stream. Of a photo that is the"
                        + " random comment, four pieces of the file and a line of random pixels. Names of files were searched, too.");
        out.println();
        table(
                out,
                List.of("when", "files", "MiB", "secrets", "forms", "found"),
                searches.stream()
                        .map(search -> List.of(
                                search.when(),
                                Long.toString(search.files()),
                                String.format(Locale.ROOT, "%.1f", search.bytes() / MIB),
                                Integer.toString(search.secrets()),
                                Integer.toString(search.forms()),
                                search.findings().isEmpty()
                                        ? "nothing"
                                        : "**" + search.findings().size() + "**"))
                        .toList());
    }

    private void findings(PrintWriter out) {
        out.println("## What was found");
        out.println();
        var rows = searches.stream()
                .flatMap(search -> search.findings().stream()
                        .map(finding -> List.of(
                                search.when(),
                                finding.place(),
                                Long.toString(finding.offset()),
                                finding.marker().name() + " ("
                                        + finding.marker().digest() + ")",
                                finding.form())))
                .toList();
        if (rows.isEmpty()) {
            out.println("Nothing.");
            out.println();
            return;
        }
        table(
                out,
                List.of("when", "place", "offset", "secret (begin of its SHA-256)", "form"),
                rows.stream().limit(MOST_FINDINGS).toList());
        if (rows.size() > MOST_FINDINGS) {
            out.println((rows.size() - MOST_FINDINGS) + " more are left out.");
            out.println();
        }
    }

    private void controls(PrintWriter out) {
        out.println("## Would it have been noticed?");
        out.println();
        table(
                out,
                List.of("control", "holds", "seen"),
                controls.stream()
                        .map(control -> List.of(control.what(), control.holds() ? "yes" : "**no**", control.seen()))
                        .toList());
    }

    private void keys(PrintWriter out) {
        out.println("## Keys");
        out.println();
        out.println("By their ids. No key is shown.");
        out.println();
        var heads = new ArrayList<>(List.of("key"));
        heads.addAll(moments);
        table(out, heads, keys);
    }

    private static void limits(PrintWriter out) {
        out.println("## What this does not show");
        out.println();
        List.of(
                        "The memory of a process that runs, and swap: photos and keys are there while they are worked with.",
                        "Keys of epochs and of jobs as they are in memory: outside of it they are wrapped, and only so does the"
                                + " check know them.",
                        "Blocks of the disk that belong to no file any more, and what a solid state disk, a journal or a"
                                + " snapshot keeps of a file that was overwritten.",
                        "Forms that are not named above, such as another compression, and vectors of faces, which are not"
                                + " known beforehand.",
                        "An hour, a day and a week of waiting: when all jobs were over, the check set the end of the epochs"
                                + " and of the names' keeping in its database to that moment. Forgetting and destroying was"
                                + " then done by the product itself.",
                        "Your own data and configuration: the check has a product of its own, of the same programs, models"
                                + " and machine.")
                .forEach(limit -> out.println("- " + limit));
        out.println();
    }

    private static void table(PrintWriter out, List<String> heads, List<List<String>> rows) {
        out.println("| " + String.join(" | ", heads) + " |");
        out.println("|" + "---|".repeat(heads.size()));
        rows.forEach(row -> out.println(
                "| " + String.join(" | ", row.stream().map(CheckReport::cell).toList()) + " |"));
        out.println();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
