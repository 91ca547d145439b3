package io.facematch.standalone.run.input;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchiveLimits;
import io.facematch.api.archive.ArchiveReading;
import io.facematch.api.archive.StemRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Pairs names exactly as a server does: it is asked to read an archive that has these names and nothing in them. So there is
 * one rule of pairing, and what a server would refuse is refused before anything is sent.
 */
final class MemberNames {
    static final ArchiveLimits LIMITS =
            new ArchiveLimits(Input.MOST_PAIRS, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    private MemberNames() {}

    /**
     * @param names each once
     * @throws io.facematch.api.archive.RejectedArchive when a server would not take them
     */
    static Archive read(List<String> names, StemRule stems) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (var name : names) {
                var entry = new ZipEntry(name);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(0);
                entry.setCrc(0);
                zip.putNextEntry(entry);
            }
        }
        return Archive.open(
                new SeekableInMemoryByteChannel(bytes.toByteArray()),
                LIMITS,
                new ArchiveReading(null, stems),
                directoryBytes -> {});
    }
}
