package io.facematch.standalone.calibration.data;

import io.facematch.api.archive.ArchivePair;
import io.facematch.standalone.calibration.data.CsvTable.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What {@code labels.csv} says of each pair: whether both photos show the same person, and to which groups the persons
 * belong. Ids that differ only in letter case or Unicode form are one, as they are in the archive.
 */
public final class Labels {
    /** Its name, in an archive or a folder. */
    public static final String FILE = "labels.csv";

    private static final List<String> HEADER = List.of("pair_id", "same");
    private static final int MAX_BYTES = 32 << 20;

    private final CsvTable table;
    private final GroupReader groups;
    private final Map<String, Row> labels = new LinkedHashMap<>();

    private Labels(CsvTable table) {
        this.table = table;
        this.groups = new GroupReader(table, HEADER.size(), true);
        table.rows().forEach(this::add);
    }

    /** From the one member of that name, in any folder. */
    public static Labels in(Path archive) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            var members = zip.stream()
                    .filter(member ->
                            member.getName().equals(FILE) || member.getName().endsWith("/" + FILE))
                    .toList();
            if (members.size() != 1) {
                throw new UnusableData("the archive has " + (members.isEmpty() ? "no " : members.size() + " times ")
                        + FILE + ": it should have one, with the line pair_id,same"
                        + " and then a line for each pair, such as customer01,1");
            }
            try (var stream = zip.getInputStream(members.getFirst())) {
                var bytes = stream.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new UnusableData(FILE + " has more than 32 MiB");
                }
                return parse(bytes);
            }
        } catch (ZipException damaged) {
            throw new UnusableData(FILE + " can't be unpacked: pack the archive again");
        }
    }

    static Labels parse(byte[] csv) throws IOException {
        return parse(FILE, csv);
    }

    /**
     * @param file its name, for messages
     * @throws UnusableData if it is no such table
     */
    public static Labels parse(String file, byte[] csv) throws IOException {
        var table = CsvTable.parse(file, csv);
        var fixed = table.header().stream()
                .limit(HEADER.size())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        if (!fixed.equals(HEADER)) {
            throw table.problem(1, "should be " + String.join(",", HEADER) + ", then the columns of groups if any");
        }
        return new Labels(table);
    }

    private void add(Row row) {
        var same = row.values().get(1);
        if (!same.equals("1") && !same.equals("0")) {
            throw table.problem(
                    row.line(),
                    "the pair needs a 1 (the same person) or a 0 (different persons) after its id and a comma");
        }
        var pairId = row.values().getFirst();
        var earlier = labels.putIfAbsent(ArchivePair.key(pairId), row);
        if (earlier != null) {
            throw table.problem(row.line(), "the pair " + pairId + " has a label already, in line " + earlier.line());
        }
    }

    /** Refuses labels of pairs that are not there. */
    public void requireIn(List<String> pairIds) {
        var known = pairIds.stream().map(ArchivePair::key).collect(Collectors.toSet());
        labels.forEach((key, label) -> {
            if (!known.contains(key)) {
                throw table.problem(
                        label.line(), "there is no pair " + label.values().getFirst());
            }
        });
    }

    /** Null when the pair has no label. */
    public @Nullable Boolean of(String pairId) {
        var label = labels.get(ArchivePair.key(pairId));
        return label == null ? null : label.values().get(1).equals("1");
    }

    /** Of these pairs, which all have a label, in this order. */
    Groups groupsOf(List<String> pairIds) {
        var columns = groups.columns();
        if (columns.isEmpty()) {
            return Groups.NONE;
        }
        var sides = pairIds.stream()
                .map(pairId -> Objects.requireNonNull(labels.get(ArchivePair.key(pairId))))
                .flatMap(label -> Stream.of(groups.probe(label), groups.reference(label)))
                .toList();
        return new Groups(columns, sides);
    }

    @Override
    public String toString() {
        return "Labels[" + labels.size() + "]";
    }
}
