package io.facematch.api.results.workbook;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.poi.ooxml.POIXMLProperties.CoreProperties;
import org.apache.poi.poifs.crypt.temp.SXSSFWorkbookWithCustomZipEntrySource;

/**
 * A workbook that is streamed, encrypts its temporary files, and has the same bytes for the same content: every time
 * inside it is the one it is given.
 */
final class ReproducibleWorkbook extends SXSSFWorkbookWithCustomZipEntrySource {

    private final LocalDateTime time;

    ReproducibleWorkbook(Instant time) {
        this.time = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        CoreProperties properties = getXSSFWorkbook().getProperties().getCoreProperties();
        properties.setCreator("Facematch");
        properties.setCreated(Optional.of(Date.from(time)));
        properties.setModified(Optional.of(Date.from(time)));
    }

    @Override
    protected ZipArchiveOutputStream createArchiveOutputStream(OutputStream out) {
        return new ZipArchiveOutputStream(out) {
            @Override
            public void putArchiveEntry(ZipArchiveEntry entry) throws IOException {
                // All setters of the library count from the zone it runs in.
                entry.setTime(time.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
                super.putArchiveEntry(entry);
            }
        };
    }
}
