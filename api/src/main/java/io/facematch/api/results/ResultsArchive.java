package io.facematch.api.results;

import io.facematch.api.csv.CsvLines;
import io.facematch.api.jobs.JobView;
import io.facematch.api.outcome.NoDecision;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.outcome.StoredOutcome.Names;
import io.facematch.api.results.workbook.ResultsWorkbook;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Streams the results of a job as a ZIP: {@code results/<stem>.json} in the order of the pairs, then {@code
 * summary.xlsx}. The same job, outcomes and zone give the same bytes, so a broken download can be repeated or resumed.
 *
 * <p>Of a job that runs, it has what there was at a moment, and before the workbook {@code pending.csv} with the pairs that
 * wait.
 */
final class ResultsArchive {

    private static final int BUFFER_BYTES = 64 * 1024;
    /** APPNOTE 4.6.9: version, checksum of the name, and the name in UTF-8. */
    private static final short UNICODE_PATH = 0x7075;

    private static final int UNICODE_PATH_HEADER = 9;
    private static final List<String> OF_PENDING = List.of("pair_id", "image1_path", "image2_path");

    private final JobView job;
    private final Instant at;
    private final ZoneId zone;
    private final int rowsPerSheet;

    /** The job was purged while its results were read. */
    static final class NamesForgotten extends RuntimeException {
        NamesForgotten() {
            super("the names of the pairs were forgotten while they were read");
        }
    }

    private ResultsArchive(JobView job, Instant at, ZoneId zone, int rowsPerSheet) {
        this.job = job;
        this.at = at;
        this.zone = zone;
        this.rowsPerSheet = rowsPerSheet;
    }

    /** Where the pairs of the job come from, in the order of their index; each reading closes what it opens. */
    interface Pairs {
        void read(Reader reader) throws IOException;
    }

    /** Takes the pairs of a job. */
    interface Reader {
        void read(Iterator<StoredOutcome> pairs) throws IOException;
    }

    /**
     * Of a job that is over.
     *
     * @param zone of the times in the workbook
     */
    static ResultsArchive of(JobView job, ZoneId zone) {
        return of(job, zone, ResultsWorkbook.MAX_ROWS);
    }

    static ResultsArchive of(JobView job, ZoneId zone, int rowsPerSheet) {
        return new ResultsArchive(
                job, job.finishedAt() == null ? job.createdAt() : job.finishedAt(), zone, rowsPerSheet);
    }

    /**
     * Of a job that runs.
     *
     * @param job as it was at the moment of the pairs
     * @param at the time of that moment
     * @param zone of the times in the workbook
     */
    static ResultsArchive partial(JobView job, Instant at, ZoneId zone) {
        return new ResultsArchive(job, at, zone, ResultsWorkbook.MAX_ROWS);
    }

    private boolean isPartial() {
        return !job.state().isOver();
    }

    /** The name to offer for the download. */
    String fileName() {
        return "facematch-bulk-" + at.toEpochMilli() + (isPartial() ? "-partial" : "") + ".zip";
    }

    /**
     * Writes the whole ZIP and flushes; leaves the stream open. Reads the pairs once, and of a job that runs twice; keeps
     * none in memory. 100,000 pairs take seconds.
     *
     * @param shown is called for each pair
     * @throws NamesForgotten if a pair has no names or is missing
     */
    void write(Pairs pairs, Runnable shown, OutputStream out) throws IOException {
        // Never closed: closing after a failure would end the ZIP properly, and half of a job would look whole.
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
        try (ResultsWorkbook workbook = new ResultsWorkbook(job, at, zone, rowsPerSheet)) {
            pairs.read(all -> writeFiles(all, shown, workbook, zip));
            if (isPartial()) {
                pairs.read(all -> writePending(all, zip));
            }
            // The workbook is a ZIP itself: a second deflate costs time and saves nothing.
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(entry("summary.xlsx"));
            workbook.writeTo(zip);
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    private void writeFiles(
            Iterator<StoredOutcome> pairs, Runnable shown, ResultsWorkbook workbook, ZipOutputStream zip)
            throws IOException {
        var fileNames = new ResultFileNames(job.total());
        int written = 0;
        for (; pairs.hasNext(); written++) {
            StoredOutcome pair = pairs.next();
            shown.run();
            Names names = names(pair);
            // Also of a pair that waits, so that the others have the names that they will have at the end.
            String path = fileNames.next(names.stem());
            if (isPending(pair)) {
                workbook.addPending(pair, names);
                continue;
            }
            var noDecision = NoDecision.of(pair, job.state());
            PairFile file = PairFile.of(pair, names, noDecision);
            zip.putNextEntry(entry(path));
            file.write(zip);
            zip.closeEntry();
            workbook.add(pair, names, noDecision, file.responseTimeMs(), path);
        }
        if (written < job.total()) {
            throw new NamesForgotten();
        }
    }

    private void writePending(Iterator<StoredOutcome> pairs, ZipOutputStream zip) throws IOException {
        zip.putNextEntry(entry("pending.csv"));
        var lines = new CsvLines(OF_PENDING, false, zip);
        while (pairs.hasNext()) {
            StoredOutcome pair = pairs.next();
            if (isPending(pair)) {
                Names names = names(pair);
                lines.add(names.stem());
                lines.add(names.image1Path());
                lines.add(names.image2Path());
                lines.end();
            }
        }
        lines.flush();
        zip.closeEntry();
    }

    private boolean isPending(StoredOutcome pair) {
        return isPartial() && pair.outcome().isEmpty();
    }

    private static Names names(StoredOutcome pair) {
        Names names = pair.names();
        if (names == null) {
            throw new NamesForgotten();
        }
        return names;
    }

    /** All with the time of the whole. */
    private ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        // Local time, as the format has no zone: setTime would depend on where the server stands.
        entry.setTimeLocal(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > name.length()) {
            entry.setExtra(unicodePath(bytes));
        }
        return entry;
    }

    /** Says once more that the name is UTF-8: Info-ZIP's unzip reads DOS letters where only the flag says so. */
    private static byte[] unicodePath(byte[] name) {
        var crc = new CRC32();
        crc.update(name);
        var field = new byte[UNICODE_PATH_HEADER + name.length];
        ByteBuffer.wrap(field)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(UNICODE_PATH)
                .putShort((short) (field.length - 4))
                .put((byte) 1)
                .putInt((int) crc.getValue())
                .put(name);
        return field;
    }
}
