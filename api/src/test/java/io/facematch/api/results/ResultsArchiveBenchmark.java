package io.facematch.api.results;

import io.facematch.api.outcome.StoredOutcome;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Run with {@code -Xmx128m}. Goals: 10,000 rows under 5 s; 100,000 rows in the same heap. Arguments: numbers of rows.
 */
final class ResultsArchiveBenchmark {

    private ResultsArchiveBenchmark() {}

    /** Prints one line per size. */
    public static void main(String[] sizes) throws IOException {
        for (String size : sizes.length == 0 ? new String[] {"10000", "100000"} : sizes) {
            measure(Integer.parseInt(size));
        }
    }

    private static void measure(int count) throws IOException {
        Iterator<StoredOutcome> rows = IntStream.range(0, count)
                .mapToObj(i -> i % 10 == 0
                        ? Rows.failed(i, "customer" + i, Reason.NO_FACE, null)
                        : Rows.compared(i, "customer" + i, i / (double) count))
                .iterator();
        CountingStream out = new CountingStream();
        long start = System.nanoTime();
        ResultsArchive.of(Rows.job(count), ZoneOffset.UTC).write(reader -> reader.read(rows), () -> {}, out);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%,d rows: %.1f s, %.1f MB, heap limit %d MB%n",
                count, seconds, out.bytes / 1e6, Runtime.getRuntime().maxMemory() >> 20);
    }

    private static final class CountingStream extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] content, int offset, int length) {
            bytes += length;
        }
    }
}
