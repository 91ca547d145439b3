package io.facematch.api.results;

import io.facematch.verification.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.jspecify.annotations.Nullable;

/** First sheet, written last: the job at a glance, labels in the first column, values in the second. */
final class SummarySheet {

    private static final int LABEL_WIDTH = 30 * 256;
    private static final int VALUE_WIDTH = 60 * 256;

    private final SXSSFSheet sheet;
    private final Styles styles;
    private int rows;

    SummarySheet(SXSSFSheet sheet, Styles styles) {
        this.sheet = sheet;
        this.styles = styles;
        sheet.setColumnWidth(0, LABEL_WIDTH);
        sheet.setColumnWidth(1, VALUE_WIDTH);
    }

    void write(ResultsJob job, Tally tally) {
        heading("Facematch bulk job", styles.title());
        text("Job", job.id().toString());
        text("State", job.state());
        time("Accepted at", job.acceptedAt());
        time("Finished at", job.finishedAt());
        double seconds = job.duration().toMillis() / 1000.0;
        number("Duration in seconds", seconds, styles.rate());
        writeCounts(job);
        writeDecisions(job, tally);
        heading("Speed", styles.header());
        int outcomes = job.total() - job.neverCompared();
        number("Pairs per second", seconds > 0 ? outcomes / seconds : 0, styles.rate());
        number("Mean response in ms", tally.meanMs(), styles.milliseconds());
        number("Longest response in ms", tally.longestMs(), styles.milliseconds());
        heading("Archive", styles.header());
        number("Other members, ignored", job.ignored(), styles.whole());
        number("Images without a partner", job.unpaired().size(), styles.whole());
        job.unpaired().forEach(path -> text("", path));
    }

    private void writeCounts(ResultsJob job) {
        heading("Pairs", styles.header());
        number("All pairs", job.total(), styles.whole());
        for (Status status : Status.values()) {
            number(status.code(), job.count(status), styles.whole());
        }
        number("Never compared", job.neverCompared(), styles.whole());
        number("Credits consumed", job.count(Status.SUCCESS) * PairJson.CREDITS_PER_COMPARISON, styles.whole());
    }

    private void writeDecisions(ResultsJob job, Tally tally) {
        heading("Decisions", styles.header());
        number("Matches", job.matches(), styles.whole());
        number("Non-matches", job.nonMatches(), styles.whole());
        int decided = job.matches() + job.nonMatches();
        number("Matches among compared", share(job.matches(), decided), styles.percent());
        number("Compared among all", share(job.count(Status.SUCCESS), job.total()), styles.percent());
        text("Operating point", job.operatingPoint().code());
        number("Threshold of similarity", job.operatingPoint().threshold(), styles.similarity());
        double falseMatchRate = job.operatingPoint().falseMatchRate();
        text(
                "False match rate",
                String.format(
                        Locale.ROOT, "%.0e (1 in %,d impostor pairs)", falseMatchRate, Math.round(1 / falseMatchRate)));
        text("Embedder", tally.embedders().isEmpty() ? "none" : String.join(", ", tally.embedders()));
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private void heading(String label, CellStyle style) {
        if (rows > 0) {
            rows++;
        }
        Row row = sheet.createRow(rows++);
        row.createCell(0).setCellValue(label);
        row.getCell(0).setCellStyle(style);
    }

    private void time(String label, @Nullable Instant time) {
        text(label, time == null ? "-" : time.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private void text(String label, String value) {
        row(label).createCell(1).setCellValue(CellText.of(value));
    }

    private void number(String label, double value, CellStyle style) {
        Row row = row(label);
        row.createCell(1).setCellValue(value);
        row.getCell(1).setCellStyle(style);
    }

    private Row row(String label) {
        Row row = sheet.createRow(rows++);
        row.createCell(0).setCellValue(label);
        return row;
    }
}
