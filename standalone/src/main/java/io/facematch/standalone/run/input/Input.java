package io.facematch.standalone.run.input;

import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.ArchiveReading;
import io.facematch.api.archive.StemRule;
import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.standalone.calibration.data.Labels;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All pairs of a run, in the order in which they are sent.
 *
 * @param unpaired images that have no partner, or a name that is almost right
 * @param stems how the names of the photos that are sent are read
 * @param archive that holds the pairs already and nothing else that matters; null for photos that lie in files
 * @param same whether both photos of a pair show one person, by {@link ArchivePair#key}; empty where nobody says so
 * @param notes what the user should know of it
 * @param source that photos are read from
 */
public record Input(
        List<InputPair> pairs,
        List<String> unpaired,
        StemRule stems,
        @Nullable Path archive,
        Map<String, Boolean> same,
        List<String> notes,
        Closeable source)
        implements AutoCloseable {
    /** Of photos that are opened one at a time. */
    static final Closeable NOTHING_OPEN = () -> {};

    /** In one run, all jobs together: their names are held in memory. */
    static final int MOST_PAIRS = 1_000_000;

    private static final int MOST_LABEL_BYTES = 32 << 20;

    /**
     * Reads what is to be compared, as far as it can be read without looking into a photo.
     *
     * @param place a ZIP, a folder, or a manifest whose name ends in {@code .csv}
     * @param names of a ZIP that are not in Unicode; null to guess
     * @param labels a table of who is who; null where there is none, or where it lies among the photos
     * @throws CommandFailed naming everything that is wrong, a line each
     */
    public static Input read(Path place, @Nullable NameEncoding names, StemRule stems, @Nullable Path labels)
            throws IOException {
        try {
            var input = isManifest(place)
                    ? Manifest.read(place)
                    : Files.isDirectory(place)
                            ? PhotoFolder.read(place, stems)
                            : ZippedPairs.read(place, new ArchiveReading(names, stems));
            return labels == null ? input : input.labelled(labels);
        } catch (UnusableData unusable) {
            throw new CommandFailed(CommandFailed.inWords(unusable));
        }
    }

    public static boolean isManifest(Path place) {
        return place.toString().toLowerCase(Locale.ROOT).endsWith(".csv") && Files.isRegularFile(place);
    }

    private Input labelled(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CommandFailed("there is no file " + file + " that can be read");
        }
        var table = Labels.parse(file.getFileName().toString(), limited(file, MOST_LABEL_BYTES));
        table.requireIn(pairs.stream().map(InputPair::id).toList());
        return new Input(pairs, unpaired, stems, archive, labelsOf(pairs, table), notes, source);
    }

    static Map<String, Boolean> labelsOf(List<InputPair> pairs, Labels labels) {
        var same = new HashMap<String, Boolean>();
        for (var pair : pairs) {
            var label = labels.of(pair.id());
            if (label != null) {
                same.put(ArchivePair.key(pair.id()), label);
            }
        }
        return Map.copyOf(same);
    }

    static byte[] limited(Path file, int most) throws IOException {
        if (Files.size(file) > most) {
            throw new CommandFailed(file + " has more than " + (most >> 20) + " MiB: split it");
        }
        return Files.readAllBytes(file);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    @Override
    public String toString() {
        return "Input[" + pairs.size() + " pairs]";
    }
}
