package io.facematch.standalone.calibration.data;

import io.facematch.api.archive.ArchivePair;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What {@code labels.csv} says of each pair. Ids that differ only in letter case or Unicode form are one, as they are
 * in the archive.
 */
final class Labels {
    static final String FILE = "labels.csv";
    private static final String HEADER = "pair_id,same";
    private static final int MAX_BYTES = 32 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private record Label(String pairId, int line, boolean same) {
        @Override
        public String toString() {
            return "Label[" + line + "]";
        }
    }

    private final Map<String, Label> labels = new LinkedHashMap<>();

    private Labels() {}

    /** From the one member of that name, in any folder. */
    static Labels in(Path archive) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            var members = zip.stream()
                    .filter(member ->
                            member.getName().equals(FILE) || member.getName().endsWith("/" + FILE))
                    .toList();
            if (members.size() != 1) {
                throw new UnusableData("the archive has " + (members.isEmpty() ? "no " : members.size() + " times ")
                        + FILE + ": it should have one, with the line " + HEADER
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
        var decoder = StandardCharsets.UTF_8.newDecoder();
        try (var reader = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(csv), decoder))) {
            var lines = reader.lines().toList();
            var header = lines.isEmpty() ? "" : lines.getFirst().replace(BYTE_ORDER_MARK, "");
            if (!header.replaceAll("[\\s\"]", "").equalsIgnoreCase(HEADER)) {
                throw new UnusableData(FILE + ", line 1: should be " + HEADER
                        + (header.contains(";") ? ", with commas where it has semicolons" : ""));
            }
            var labels = new Labels();
            for (var number = 1; number < lines.size(); number++) {
                if (!lines.get(number).isBlank()) {
                    labels.add(lines.get(number).strip(), number + 1);
                }
            }
            return labels;
        } catch (UncheckedIOException | CharacterCodingException notText) {
            throw new UnusableData(FILE + " is not UTF-8 text");
        }
    }

    private void add(String line, int number) {
        // The last comma: an id may contain commas.
        var comma = line.lastIndexOf(',');
        var value = comma < 0 ? "" : unquoted(line.substring(comma + 1));
        if (!value.equals("1") && !value.equals("0")) {
            throw new UnusableData(FILE + ", line " + number
                    + ": the pair needs a 1 (the same person) or a 0 (different persons) after its id and a comma");
        }
        var label = new Label(unquoted(line.substring(0, comma)), number, value.equals("1"));
        var earlier = labels.putIfAbsent(ArchivePair.key(label.pairId), label);
        if (earlier != null) {
            throw new UnusableData(FILE + ", line " + number + ": the pair " + label.pairId
                    + " has a label already, in line " + earlier.line);
        }
    }

    /** Refuses labels of pairs that are not in the archive; the ids are those of all its pairs. */
    void requireIn(List<String> pairIds) {
        var known = pairIds.stream().map(ArchivePair::key).collect(Collectors.toSet());
        labels.forEach((key, label) -> {
            if (!known.contains(key)) {
                throw new UnusableData(FILE + ", line " + label.line + ": the archive has no pair " + label.pairId);
            }
        });
    }

    /** Null when the pair has no label. */
    @Nullable
    Boolean of(String pairId) {
        var label = labels.get(ArchivePair.key(pairId));
        return label == null ? null : label.same;
    }

    private static String unquoted(String field) {
        var stripped = field.strip();
        var quoted = stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quoted ? stripped.substring(1, stripped.length() - 1).replace("\"\"", "\"") : stripped;
    }
}
