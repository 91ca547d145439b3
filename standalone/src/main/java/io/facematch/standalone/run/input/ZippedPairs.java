package io.facematch.standalone.run.input;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.ArchiveReading;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.api.archive.UnreadableMember;
import io.facematch.standalone.calibration.data.Labels;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.verification.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * The pairs of a ZIP, by its directory. It is sent as it is, and the server checks it; only when it is too large, its photos
 * are read here and packed into several archives.
 */
final class ZippedPairs {
    private final Archive archive;
    private final long modified;

    private ZippedPairs(Archive archive, long modified) {
        this.archive = archive;
        this.modified = modified;
    }

    static Input read(Path file, ArchiveReading reading) throws IOException {
        Archive archive;
        try {
            archive = Archive.reopen(FileChannel.open(file), MemberNames.LIMITS, reading, directoryBytes -> {});
        } catch (RejectedArchive rejected) {
            throw Problems.of(file, rejected);
        }
        var zipped = new ZippedPairs(archive, Files.getLastModifiedTime(file).toMillis());
        var pairs = new ArrayList<InputPair>();
        for (var pair : archive.pairs()) {
            pairs.add(new InputPair(
                    pair.stem(),
                    zipped.photo(pair, Role.PROBE, pair.image1Path()),
                    zipped.photo(pair, Role.REFERENCE, pair.image2Path())));
        }
        var notes = new ArrayList<String>();
        return new Input(
                List.copyOf(pairs),
                archive.unpaired(),
                reading.stems(),
                file,
                labels(file, pairs, notes),
                List.copyOf(notes),
                archive::close);
    }

    private InputPhoto photo(ArchivePair pair, Role role, String name) {
        return new InputPhoto(name, size(pair, role), modified, () -> content(pair, role));
    }

    private int size(ArchivePair pair, Role role) {
        try {
            return archive.imageSize(pair, role);
        } catch (UnreadableMember empty) {
            return 0;
        }
    }

    /** Of a photo that is damaged in the archive, as many zeros: it costs its own pair, as in the archive itself. */
    private InputStream content(ArchivePair pair, Role role) throws IOException {
        try {
            return new ByteArrayInputStream(archive.readImage(pair, role));
        } catch (UnreadableMember damaged) {
            return new ByteArrayInputStream(new byte[size(pair, role)]);
        }
    }

    /** Not asked for, so a table that means something else refuses nothing. */
    private static Map<String, Boolean> labels(Path file, List<InputPair> pairs, List<String> notes)
            throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.stream()
                    .noneMatch(member -> member.getName().equals(Labels.FILE)
                            || member.getName().endsWith("/" + Labels.FILE))) {
                return Map.of();
            }
        } catch (IOException | IllegalArgumentException unusual) {
            return Map.of(); // Java's reader takes fewer archives than a server
        }
        try {
            return Input.labelsOf(pairs, Labels.in(file));
        } catch (UnusableData unusable) {
            notes.add("No error rates: " + unusable.getMessage());
            return Map.of();
        }
    }
}
