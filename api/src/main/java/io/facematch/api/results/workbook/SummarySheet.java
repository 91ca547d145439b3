package io.facematch.api.results.workbook;

import io.facematch.api.jobs.JobView;
import io.facematch.api.kwikid.Facematch;
import io.facematch.card.ModelCards;
import io.facematch.card.ModelTier;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.jspecify.annotations.Nullable;

/** First sheet, written last: the job at a glance, labels in the first column, values in the second. */
final class SummarySheet {

    private static final int LABEL_WIDTH = 34 * 256;
    private static final int VALUE_WIDTH = 60 * 256;

    private final SXSSFSheet sheet;
    private final Styles styles;
    private final ZoneId zone;
    private int rows;

    SummarySheet(SXSSFSheet sheet, Styles styles, ZoneId zone) {
        this.sheet = sheet;
        this.styles = styles;
        this.zone = zone;
        sheet.setColumnWidth(0, LABEL_WIDTH);
        sheet.setColumnWidth(1, VALUE_WIDTH);
        Printing.fitToWidth(sheet, false);
    }

    /** @param at the moment that is shown */
    void write(JobView job, Instant at, RunningTotals totals) {
        heading("Facematch bulk job", styles.title());
        text("Job", job.id().toString());
        text("State", job.state().name());
        time("Accepted at", job.createdAt());
        time("Finished at", job.finishedAt());
        if (!job.state().isOver()) {
            time("Partial results as of", at);
        }
        double seconds = Duration.between(job.createdAt(), at).toMillis() / 1000.0;
        number("Duration in seconds", seconds, styles.rate());
        writeCounts(job, totals);
        writeDecisions(job, totals);
        writeModels(totals);
        heading("Speed", styles.header());
        number("Pairs per second", seconds > 0 ? job.done() / seconds : 0, styles.rate());
        number("Mean response in ms", totals.meanMs(), styles.milliseconds());
        number("Longest response in ms", totals.longestMs(), styles.milliseconds());
        writeArchive(job);
    }

    private void writeCounts(JobView job, RunningTotals totals) {
        heading("Pairs", styles.header());
        number("All pairs", job.total(), styles.whole());
        for (Status status : Status.values()) {
            number(status.code(), count(job, status), styles.whole());
        }
        number(job.state().isOver() ? "Never compared" : "Pending", job.total() - job.done(), styles.whole());
        number("With a note", totals.withNote(), styles.whole());
        number("Credits consumed", count(job, Status.SUCCESS) * Facematch.CREDITS, styles.whole());
    }

    private void writeDecisions(JobView job, RunningTotals totals) {
        heading("Decisions", styles.header());
        number("Matches", job.matches(), styles.match());
        number("Non-matches", job.nonMatches(), styles.nonMatch());
        number("Matches among compared", share(job.matches(), job.matches() + job.nonMatches()), styles.percent());
        number("Compared among all", share(count(job, Status.SUCCESS), job.total()), styles.percent());
        OperatingPoint point = OperatingPoint.ofCode(job.operatingPoint()).orElseThrow();
        text("Operating point", point.code());
        for (var threshold : totals.thresholds().isEmpty() ? Set.of(point.threshold()) : totals.thresholds()) {
            number("Threshold of similarity", threshold, styles.similarity());
        }
        text(
                "False match rate",
                String.format(
                        Locale.ROOT,
                        "%.0e (1 in %,d impostor pairs)",
                        point.falseMatchRate(),
                        Math.round(1 / point.falseMatchRate())));
    }

    private void writeModels(RunningTotals totals) {
        heading("Models", styles.header());
        text("Embedder", totals.embedders().isEmpty() ? "none" : String.join(", ", totals.embedders()));
        text("Tier of the embedder", tiers(totals.embedders()));
        if (!totals.otherDetectors().isEmpty()) {
            text(
                    "Calibration",
                    "measured with another detector than " + String.join(", ", totals.otherDetectors())
                            + ": the false match rate is not guaranteed");
        }
    }

    private static String tiers(Set<String> embedders) {
        return embedders.isEmpty()
                ? "unknown"
                : embedders.stream().map(SummarySheet::tier).distinct().collect(Collectors.joining("; "));
    }

    /** The product does not rate what operators add. */
    private static String tier(String embedder) {
        return ModelCards.all().stream()
                .filter(card -> card.id().equals(embedder))
                .findFirst()
                .map(card -> tier(card.tier()))
                .orElse("not rated: the model is not part of the product");
    }

    private static String tier(ModelTier tier) {
        return tier == ModelTier.DEMONSTRATION
                ? "demonstration: not fit to decide about people"
                : tier.name().toLowerCase(Locale.ROOT);
    }

    private void writeArchive(JobView job) {
        heading("Archive", styles.header());
        List<String> unpaired = job.unpaired() == null ? List.of() : job.unpaired();
        number("Other members, ignored", job.ignored() == null ? 0 : job.ignored(), styles.whole());
        if (job.names() != null) {
            text("Names read as", job.names().encoding() + (job.names().guessed() ? ", a guess" : ""));
        }
        number("Images in no pair", unpaired.size(), styles.whole());
        unpaired.forEach(path -> {
            Row row = row("");
            row.createCell(1).setCellValue(CellText.of(path));
            row.getCell(1).setCellStyle(styles.clientText());
        });
    }

    private static int count(JobView job, Status status) {
        return job.counts().getOrDefault(status.code(), 0);
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
        Row row = row(label + " (" + zone.getId() + ")");
        if (time == null) {
            row.createCell(1).setCellValue("-");
            return;
        }
        row.createCell(1).setCellValue(LocalDateTime.ofInstant(time, zone));
        row.getCell(1).setCellStyle(styles.time());
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
