package io.facematch.api.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.outcome.StoredOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.poi.util.DefaultTempFileCreationStrategy;
import org.apache.poi.util.TempFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the workbook puts aside on disk is sealed while it is written, and gone afterwards. */
class ResultsOnDiskTest {

    private static final String MARKER = "MARKER-8d1f";
    private static final int ROWS = 5000;

    @TempDir
    private Path temporary;

    @Test
    void putsNoNameInTheClearOnDisk() throws IOException {
        try {
            TempFile.setTempFileCreationStrategy(new DefaultTempFileCreationStrategy(temporary.toFile()));
            WatchedRows rows = new WatchedRows();
            ResultsArchive.of(Rows.job(ROWS), ZoneOffset.UTC)
                    .write(reader -> reader.read(rows), () -> {}, OutputStream.nullOutputStream());

            assertThat(rows.bytesOnDisk)
                    .as("the sheets do pass through the disk")
                    .isGreaterThan(100_000);
            assertThat(rows.leaked).isFalse();
            assertThat(files()).as("left behind").isEmpty();
        } finally {
            TempFile.setTempFileCreationStrategy(new DefaultTempFileCreationStrategy());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Looks at the disk just before the last row. */
    private final class WatchedRows implements Iterator<StoredOutcome> {

        private final Iterator<StoredOutcome> rows = IntStream.range(0, ROWS)
                .mapToObj(i -> Rows.compared(i, MARKER + i, 0.9))
                .iterator();
        private int seen;
        private long bytesOnDisk;
        private boolean leaked;

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public StoredOutcome next() {
            if (++seen == ROWS) {
                inspect();
            }
            return rows.next();
        }

        private void inspect() {
            try {
                for (Path file : files()) {
                    byte[] content = Files.readAllBytes(file);
                    bytesOnDisk += content.length;
                    leaked |= new String(content, StandardCharsets.ISO_8859_1).contains(MARKER);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
