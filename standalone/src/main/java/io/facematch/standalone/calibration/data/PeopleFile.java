package io.facematch.standalone.calibration.data;

import io.facematch.standalone.calibration.data.CsvTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code people.csv} says of the people of a folder: the line {@code person,<group column>,...}, then one for each
 * person.
 *
 * @param notes who is not in it
 */
record PeopleFile(Groups groups, List<String> notes) {
    static final String FILE = "people.csv";

    private static final String PERSON = "person";
    private static final int MAX_BYTES = 32 << 20;

    private static final int[] UNKNOWN = {};

    /**
     * @param people by their numbers, as the folder calls them
     * @param measured the numbers of those whose photos are measured
     */
    static PeopleFile read(Path file, List<String> people, Set<Integer> measured) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new UnusableData(file + " has more than 32 MiB");
        }
        return parse(file.getFileName().toString(), Files.readAllBytes(file), people, measured);
    }

    private static PeopleFile parse(String name, byte[] csv, List<String> people, Set<Integer> measured)
            throws IOException {
        var table = CsvTable.parse(name, csv);
        if (table.header().size() < 2 || !table.header().getFirst().equalsIgnoreCase(PERSON)) {
            throw table.problem(1, "should be " + PERSON + " and the columns of groups, such as " + PERSON + ",gender");
        }
        var lines = lines(table, people);
        var reader = new GroupReader(table, 1, false);
        var memberships = new ArrayList<int[]>();
        var without = 0;
        for (var person = 0; person < people.size(); person++) {
            var row = lines.get(key(people.get(person)));
            memberships.add(row == null ? UNKNOWN : reader.probe(row));
            without += row == null && measured.contains(person) ? 1 : 0;
        }
        return new PeopleFile(
                new Groups(reader.columns(), memberships),
                without == 0
                        ? List.of()
                        : List.of(String.format(
                                Locale.ROOT, "people without a line in %s, of no known group: %,d", name, without)));
    }

    private static Map<String, Row> lines(CsvTable table, List<String> people) {
        var known = people.stream().map(PeopleFile::key).collect(Collectors.toSet());
        var lines = new HashMap<String, Row>();
        for (var row : table.rows()) {
            var person = row.values().getFirst();
            if (!known.contains(key(person))) {
                throw table.problem(row.line(), "the folder has no person " + person);
            }
            var earlier = lines.putIfAbsent(key(person), row);
            if (earlier != null) {
                throw table.problem(
                        row.line(), "the person " + person + " has a line already, in line " + earlier.line());
            }
        }
        return lines;
    }

    /** A file system may hold a name in another Unicode form than the one it was written in. */
    private static String key(String person) {
        return Normalizer.normalize(person, Normalizer.Form.NFC);
    }
}
