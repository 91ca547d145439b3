package io.facematch.standalone.run.input;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.api.archive.StemRule;
import io.facematch.standalone.calibration.data.CsvTable;
import io.facematch.standalone.calibration.data.CsvTable.Row;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.verification.PhotoLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table with a pair in each line: {@code pair_id,image1,image2}, and {@code same} where it is known whether both photos show
 * one person. Paths count from the folder of the table, or are absolute.
 */
final class Manifest {
    private static final List<String> HEADER = List.of("pair_id", "image1", "image2");
    private static final String SAME = "same";
    private static final int MOST_BYTES = 128 << 20;

    private final Path file;
    private final CsvTable table;
    private final boolean isLabelled;
    private final Problems problems = new Problems();
    private final List<Row> rows = new ArrayList<>();
    private final List<InputPair> pairs = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Boolean> same = new HashMap<>();

    private Manifest(Path file, CsvTable table, boolean isLabelled) {
        this.file = file;
        this.table = table;
        this.isLabelled = isLabelled;
    }

    static Input read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new CommandFailed("there is no file " + file + " that can be read");
        }
        var name = file.getFileName().toString();
        var table = CsvTable.parseStrictly(name, Input.limited(file, MOST_BYTES));
        var header = table.header().stream()
                .map(column -> column.toLowerCase(Locale.ROOT))
                .toList();
        var isLabelled = header.size() == HEADER.size() + 1 && header.getLast().equals(SAME);
        if (!header.equals(HEADER)
                && !(isLabelled && header.subList(0, HEADER.size()).equals(HEADER))) {
            throw table.problem(1, "should be " + String.join(",", HEADER) + ", or that and ," + SAME);
        }
        return new Manifest(file, table, isLabelled).read();
    }

    private Input read() throws IOException {
        if (table.rows().isEmpty()) {
            throw new CommandFailed(table.file() + " has no pair below its header");
        }
        if (table.rows().size() > Input.MOST_PAIRS) {
            throw new CommandFailed(table.file() + " has more than " + Input.MOST_PAIRS + " pairs: split it");
        }
        table.rows().forEach(this::add);
        checkNamesSurvive();
        problems.refuseIfAny();
        return new Input(
                List.copyOf(pairs), List.of(), StemRule.PATH, null, Map.copyOf(same), List.of(), Input.NOTHING_OPEN);
    }

    private void add(Row row) {
        var id = row.values().getFirst();
        if (id.isEmpty()) {
            problem(row, "the pair has no pair_id");
            return;
        }
        var earlier = lines.putIfAbsent(ArchivePair.key(id), row.line());
        if (earlier != null) {
            problem(row, "the pair_id " + id + " is in line " + earlier + " already");
            return;
        }
        var probe = photo(row, id, 1);
        var reference = photo(row, id, 2);
        label(row, id);
        if (probe != null && reference != null) {
            rows.add(row);
            pairs.add(new InputPair(id, probe, reference));
        }
    }

    private @Nullable InputPhoto photo(Row row, String id, int side) {
        var path = row.values().get(side);
        if (path.isEmpty()) {
            problem(row, "there is no image" + side);
            return null;
        }
        try {
            var photo = file.toAbsolutePath().resolveSibling(path);
            if (!Files.exists(photo)) {
                problem(row, "there is no file " + path);
            } else if (!Files.isRegularFile(photo)) {
                problem(row, path + " is not a file");
            } else if (!Files.isReadable(photo)) {
                problem(row, path + " can't be read: permission denied");
            } else if (Files.size(photo) > PhotoLimits.BYTES) {
                problem(row, path + " has more than " + (PhotoLimits.BYTES >> 20) + " MiB, which no server takes");
            } else {
                return InputPhoto.of(
                        id + "_image" + side + "." + ending(photo),
                        photo,
                        Files.size(photo),
                        Files.getLastModifiedTime(photo).toMillis());
            }
        } catch (IOException | InvalidPathException e) {
            problem(row, "image" + side + " can't be read: " + CommandFailed.inWords(e));
        }
        return null;
    }

    /** The server looks at the bytes; the ending is for people. */
    private static String ending(Path photo) {
        var name = photo.getFileName().toString();
        var ending = name.substring(name.lastIndexOf('.') + 1);
        return name.contains(".") && ending.matches("[A-Za-z0-9]{1,8}") ? ending : "img";
    }

    private void label(Row row, String id) {
        if (!isLabelled) {
            return;
        }
        switch (row.values().get(HEADER.size())) {
            case "1" -> same.put(ArchivePair.key(id), true);
            case "0" -> same.put(ArchivePair.key(id), false);
            case "" -> {} // not known
            default -> problem(row, SAME + " should be 1 (the same person), 0 (different persons) or nothing");
        }
    }

    private void problem(Row row, String what) {
        problems.add(table.file() + ", line " + row.line() + ": " + what);
    }

    /** The results name each pair as the table does, or it is not sent. */
    private void checkNamesSurvive() throws IOException {
        if (pairs.isEmpty() || survive(pairs)) {
            return;
        }
        var isOneToBlame = false;
        for (var at = 0; at < pairs.size(); at++) {
            if (!survive(List.of(pairs.get(at)))) {
                isOneToBlame = true;
                problem(
                        rows.get(at),
                        "the pair_id " + pairs.get(at).id().replaceAll("\\p{Cntrl}", "?")
                                + " can't be a name in an archive. Such a name has no backslash"
                                + " and no control character; between slashes there is something, not '.' or '..', and at"
                                + " most 255 bytes with _image1.jpg; it has 16 folders at most, and no drive, as C: is one");
            }
        }
        if (!isOneToBlame) {
            problems.add(table.file() + " has pair_ids that can't be told apart in an archive");
        }
    }

    private static boolean survive(List<InputPair> pairs) throws IOException {
        var names = new ArrayList<String>();
        for (var pair : pairs) {
            names.add(pair.probe().name());
            names.add(pair.reference().name());
        }
        try (Archive archive = MemberNames.read(names, StemRule.PATH)) {
            return archive.pairs().stream()
                    .map(ArchivePair::stem)
                    .toList()
                    .equals(pairs.stream().map(InputPair::id).toList());
        } catch (RejectedArchive rejected) {
            return false;
        }
    }
}
