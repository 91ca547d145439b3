package io.facematch.api.results;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Streams the results of a job as a ZIP: {@code results/<stem>.json} in the order of the rows, then
 * {@code summary.xlsx}. The same job and rows give the same bytes, so a broken download can be repeated or resumed.
 */
public final class ResultsArchive {

    private static final int BUFFER_BYTES = 64 * 1024;

    private ResultsArchive() {}

    /** The name to offer for the download. */
    public static String fileName(ResultsJob job) {
        return "facematch-bulk-" + job.writtenAt().toEpochMilli() + ".zip";
    }

    /**
     * Writes the whole ZIP and flushes; leaves the stream open. Goes through the rows once and holds none. Not for a
     * request thread that others wait for: 100,000 rows take seconds.
     *
     * @param rows in the order of the pair index, stems distinct also when case is ignored
     */
    public static void write(ResultsJob job, Iterator<ResultsRow> rows, OutputStream out) throws IOException {
        write(job, rows, out, ResultsWorkbook.MAX_ROWS);
    }

    static void write(ResultsJob job, Iterator<ResultsRow> rows, OutputStream out, int rowsPerSheet)
            throws IOException {
        // Never closed: closing after a failure would end the ZIP properly, and half of a job would look whole.
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
        try (ResultsWorkbook workbook = new ResultsWorkbook(job, rowsPerSheet)) {
            LocalDateTime time = LocalDateTime.ofInstant(job.writtenAt(), ZoneOffset.UTC);
            PairJson json = new PairJson(job);
            while (rows.hasNext()) {
                ResultsRow row = rows.next();
                Failure failure = Failure.of(row, job.state());
                zip.putNextEntry(entry(entryName(row), time));
                json.write(row, failure, zip);
                zip.closeEntry();
                workbook.add(row, failure);
            }
            // The workbook is a ZIP itself: a second deflate costs time and saves nothing.
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(entry("summary.xlsx", time));
            workbook.writeTo(zip);
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    static String entryName(ResultsRow row) {
        return "results/" + ResultFileName.of(row.stem()) + ".json";
    }

    private static ZipEntry entry(String name, LocalDateTime time) {
        ZipEntry entry = new ZipEntry(name);
        // Local time, as the format has no zone: setTime would depend on where the server stands.
        entry.setTimeLocal(time);
        return entry;
    }
}
