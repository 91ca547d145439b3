package io.facematch.standalone.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.privacy.CheckReport.Control;
import io.facematch.standalone.privacy.CheckReport.Search;
import io.facematch.standalone.privacy.search.Finding;
import io.facematch.standalone.privacy.search.Marker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckReportTest {
    private static final String SECRET = "qxkvzjwpnhtybmrg";

    private final CheckReport report = new CheckReport(ZonedDateTime.parse("2026-11-29T21:00:00+01:00[Europe/Vienna]"));
    private final Canary canary = new Canary("an archive", "COMPLETED: 1 Success", new Secrets());

    @BeforeEach
    void allIsWell() {
        canary.came("COMPLETED: 1 Success");
        report.add(canary);
        report.add(new Control("a file is found", true, "each form"));
        report.add(search(List.of(), List.of()));
        report.version("Facematch", "0.2.0");
        report.took(Duration.ofSeconds(90));
    }

    @Test
    void passesWhenAllIsWell() {
        assertThat(report.passed()).isTrue();
        assertThat(printed())
                .startsWith("# Facematch privacy check: PASSED")
                .contains(
                        "| begun | 2026-11-29 21:00:00 +01:00 Europe/Vienna |",
                        "| took | 90 s |",
                        "| Facematch | 0.2.0 |",
                        "| an archive | COMPLETED: 1 Success | the same |",
                        "| while pairs wait | 12 | 3.0 | 5 | 60 | nothing |",
                        "| a file is found | yes | each form |",
                        "## What this does not show");
    }

    @Test
    void failsForASecretAndTellsWhereItIsButNotTheSecret() {
        var finding = new Finding("/home/logs/api.log", 17, Marker.ofText("a stem of an archive", SECRET), "UTF-16LE");

        report.add(search(List.of(finding), List.of()));

        assertThat(report.passed()).isFalse();
        assertThat(printed())
                .startsWith("# Facematch privacy check: FAILED")
                .contains("- while pairs wait: 1 findings, the first one in /home/logs/api.log")
                .contains("| while pairs wait | /home/logs/api.log | 17 | a stem of an archive (", "| UTF-16LE |")
                .doesNotContain(SECRET);
    }

    @Test
    void failsForAFileThatCouldNotBeRead() {
        report.add(search(List.of(), List.of("/home/closed")));

        assertThat(report.passed()).isFalse();
        assertThat(printed()).contains("- while pairs wait: 1 files could not be read, such as /home/closed");
    }

    @Test
    void failsForAnotherEnd() {
        canary.came("RUNNING: no outcome");

        assertThat(report.passed()).isFalse();
        assertThat(printed()).contains("RUNNING: no outcome in place of COMPLETED: 1 Success");
    }

    @Test
    void failsForAControlThatDoesNotHold() {
        report.add(new Control("a row is found", false, "not found"));

        assertThat(report.passed()).isFalse();
        assertThat(printed()).contains("- Control \"a row is found\": not found", "| a row is found | **no** |");
    }

    @Test
    void aPathCantBreakATable() {
        report.add(new Control("a|b", true, "one\ntwo"));

        assertThat(printed()).contains("| a\\|b | yes | one two |");
    }

    private static Search search(List<Finding> findings, List<String> unread) {
        return new Search("while pairs wait", 12, 3 << 20, 5, 60, findings, unread);
    }

    private String printed() {
        var text = new StringWriter();
        report.print(new PrintWriter(text));
        return text.toString();
    }
}
