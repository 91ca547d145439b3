package io.facematch.api.results;

import io.facematch.api.jobs.JobView;
import io.facematch.api.outcome.NoDecision;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.results.workbook.ResultsWorkbook;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Streams the results of a job as a ZIP: {@code results/<stem>.json} in the order of the pairs, then {@code
 * summary.xlsx}. The same job, outcomes and zone give the same bytes, so a broken download can be repeated or resumed.
 */
public final class ResultsArchive {

    private static final int BUFFER_BYTES = 64 * 1024;

    private ResultsArchive() {}

    /** The name to offer for the download. */
    public static String fileName(JobView job) {
        return "facematch-bulk-" + writtenAt(job).toEpochMilli() + ".zip";
    }

    /**
     * Writes the whole ZIP and flushes; leaves the stream open. Reads the pairs once and keeps none in memory; 100,000
     * pairs take seconds.
     *
     * @param pairs in the order of their index, stems distinct also when case is ignored
     * @param zone of the times in the workbook
     * @throws IllegalStateException if a pair has no names or is missing: the job was purged meanwhile
     */
    public static void write(JobView job, Iterator<StoredOutcome> pairs, ZoneId zone, OutputStream out)
            throws IOException {
        write(job, pairs, zone, out, ResultsWorkbook.MAX_ROWS);
    }

    static void write(JobView job, Iterator<StoredOutcome> pairs, ZoneId zone, OutputStream out, int rowsPerSheet)
            throws IOException {
        // Never closed: closing after a failure would end the ZIP properly, and half of a job would look whole.
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
        Instant writtenAt = writtenAt(job);
        LocalDateTime time = LocalDateTime.ofInstant(writtenAt, ZoneOffset.UTC);
        try (ResultsWorkbook workbook = new ResultsWorkbook(job, writtenAt, zone, rowsPerSheet)) {
            int written = 0;
            for (; pairs.hasNext(); written++) {
                StoredOutcome pair = pairs.next();
                StoredOutcome.Names names = pair.names();
                if (names == null) {
                    throw new IllegalStateException("a pair of an archive has no names");
                }
                var noDecision = NoDecision.of(pair, job.state());
                PairFile file = PairFile.of(pair, names, noDecision);
                String path = ResultFileName.path(names.stem());
                zip.putNextEntry(entry(path, time));
                file.write(zip);
                zip.closeEntry();
                workbook.add(pair, names, noDecision, file.responseTimeMs(), path);
            }
            if (written < job.total()) {
                throw new IllegalStateException("the job was purged while its results were read");
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

    /** The end of the job: the time of every file inside. */
    private static Instant writtenAt(JobView job) {
        return job.finishedAt() == null ? job.createdAt() : job.finishedAt();
    }

    private static ZipEntry entry(String name, LocalDateTime time) {
        ZipEntry entry = new ZipEntry(name);
        // Local time, as the format has no zone: setTime would depend on where the server stands.
        entry.setTimeLocal(time);
        return entry;
    }
}
