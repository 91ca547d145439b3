package io.facematch.api.results;

import io.facematch.api.outcome.OutwardSimilarity;
import io.facematch.verification.Decision;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.jspecify.annotations.Nullable;

/** {@code summary.xlsx}: the job, its pairs, and its failures in words. Memory does not grow with the pairs. */
final class ResultsWorkbook implements AutoCloseable {

    /** What Excel can show beside the header. */
    static final int MAX_ROWS = 1_048_575;

    private record Line(ResultsRow row, @Nullable Failure failure) {}

    private final ResultsJob job;
    private final ReproducibleWorkbook workbook;
    private final Styles styles;
    private final SXSSFSheet summary;
    private final TableSheet<Line> pairs;
    private final TableSheet<Line> failures;
    private final Tally tally = new Tally();

    ResultsWorkbook(ResultsJob job, int maxRows) {
        this.job = job;
        this.workbook = new ReproducibleWorkbook(job.writtenAt());
        this.styles = Styles.of(workbook);
        this.summary = workbook.createSheet("Summary");
        this.pairs = new TableSheet<>(workbook, "Pairs", styles.header(), pairColumns(), maxRows);
        this.failures = new TableSheet<>(workbook, "Failures", styles.header(), failureColumns(), maxRows);
    }

    private List<Column<Line>> pairColumns() {
        return List.of(
                new Column<>("#", 8, styles.whole(), line -> line.row.pairIndex()),
                new Column<>("Pair", 28, null, line -> line.row.stem()),
                new Column<>("Image 1", 40, null, line -> line.row.image1Path()),
                new Column<>("Image 2", 40, null, line -> line.row.image2Path()),
                new Column<>("Status", 22, null, ResultsWorkbook::code),
                new Column<>("Decision", 12, null, line -> decision(line.row.decision())),
                new Column<>("Similarity", 12, styles.similarity(), this::similarity),
                new Column<>("Cosine", 12, styles.similarity(), line -> line.row.cosine()),
                new Column<>("Quality 1", 11, styles.similarity(), line -> line.row.probeQuality()),
                new Column<>("Quality 2", 11, styles.similarity(), line -> line.row.referenceQuality()),
                new Column<>("Embedder", 24, null, line -> line.row.embedder()),
                new Column<>("Response ms", 14, styles.milliseconds(), line -> PairJson.milliseconds(line.row)),
                new Column<>("HTTP status", 13, styles.whole(), line -> httpStatus(line.failure)),
                new Column<>("Result file", 40, null, line -> ResultsArchive.entryName(line.row)));
    }

    private static List<Column<Line>> failureColumns() {
        return List.of(
                new Column<>("#", 8, null, line -> line.row.pairIndex()),
                new Column<>("Pair", 28, null, line -> line.row.stem()),
                new Column<>("Status", 22, null, ResultsWorkbook::code),
                new Column<>("Side", 10, null, line -> line.failure == null ? null : line.failure.side()),
                new Column<>("Reason", 90, null, line -> line.failure == null ? null : line.failure.message()),
                new Column<>("Image 1", 40, null, line -> line.row.image1Path()),
                new Column<>("Image 2", 40, null, line -> line.row.image2Path()));
    }

    void add(ResultsRow row, @Nullable Failure failure) {
        Line line = new Line(row, failure);
        tally.add(row);
        pairs.add(line);
        if (failure != null) {
            failures.add(line);
        }
    }

    /** Ends the workbook; leaves the stream open. */
    void writeTo(OutputStream out) throws IOException {
        pairs.finish();
        failures.finish();
        new SummarySheet(summary, styles).write(job, tally);
        workbook.setActiveSheet(0);
        workbook.write(new OpenEnded(out));
    }

    /** Deletes what POI put aside. */
    @Override
    public void close() throws IOException {
        workbook.close();
    }

    private static String code(Line line) {
        return line.failure == null ? "Success" : line.failure.code();
    }

    private static @Nullable String decision(@Nullable Decision decision) {
        return switch (decision) {
            case MATCH -> "match";
            case NON_MATCH -> "non-match";
            case null -> null;
        };
    }

    private @Nullable Object similarity(Line line) {
        Double similarity = line.row.similarity();
        return similarity == null ? null : OutwardSimilarity.of(similarity, line.row.decision(), job.operatingPoint());
    }

    private static int httpStatus(@Nullable Failure failure) {
        return failure == null ? 200 : failure.httpStatus();
    }
}
