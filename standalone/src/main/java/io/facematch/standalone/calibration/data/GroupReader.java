package io.facematch.standalone.calibration.data;

import io.facematch.standalone.calibration.data.CsvTable.Row;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the columns of a file of labels that say which group somebody belongs to. Values that differ only in letter case
 * or Unicode form are one group; an empty value means that the group is not known.
 */
final class GroupReader {
    /** In all columns together: each pair of groups has rates of its own, and nobody reads thousands. */
    static final int MOST = 50;

    private static final int LONGEST = 40;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,39}");
    private static final String PROBE = "_probe";
    private static final String REFERENCE = "_reference";

    /** @param groups by what makes them one, to what they are called */
    private record Column(String name, int probe, int reference, Map<String, String> groups) {}

    private final CsvTable table;
    private final List<Column> columns = new ArrayList<>();

    /**
     * @param from the first column that may name groups
     * @param sides whether two columns {@code x_probe} and {@code x_reference} may give the two sides apart
     */
    GroupReader(CsvTable table, int from, boolean sides) {
        this.table = table;
        var places = places(from);
        for (var place : places.entrySet()) {
            var name = place.getKey();
            if (sides && name.endsWith(PROBE)) {
                var base = name.substring(0, name.length() - PROBE.length());
                add(base, place.getValue(), other(places, base + REFERENCE, name));
            } else if (sides && name.endsWith(REFERENCE)) {
                other(places, name.substring(0, name.length() - REFERENCE.length()) + PROBE, name);
            } else {
                add(name, place.getValue(), place.getValue());
            }
        }
        table.rows().forEach(this::gather);
        for (var column : columns) {
            if (column.groups.isEmpty()) {
                throw table.problem(1, "the column " + column.name + " is empty in all lines: leave it out");
            }
        }
    }

    /** Where each column of the header is, by its name in lower case. */
    private Map<String, Integer> places(int from) {
        var places = new LinkedHashMap<String, Integer>();
        for (var at = from; at < table.header().size(); at++) {
            var name = table.header().get(at);
            if (!NAME.matcher(name).matches()) {
                throw table.problem(
                        1,
                        "the column " + (at + 1) + " has " + (name.isEmpty() ? "no name" : "a name that can't be used")
                                + ": give it letters and digits, " + LONGEST + " at most, such as gender");
            }
            if (places.put(name.toLowerCase(Locale.ROOT), at) != null) {
                throw table.problem(1, "the column " + name + " is there twice");
            }
        }
        return places;
    }

    private int other(Map<String, Integer> places, String wanted, String there) {
        var place = places.get(wanted);
        if (place == null) {
            throw table.problem(1, "the column " + there + " needs a column " + wanted + " beside it");
        }
        return place;
    }

    private void add(String name, int probe, int reference) {
        if (columns.stream().anyMatch(column -> column.name.equals(name))) {
            throw table.problem(1, "the column " + name + " is there twice: once for both sides, once for each");
        }
        columns.add(new Column(name, probe, reference, new LinkedHashMap<>()));
    }

    private void gather(Row row) {
        for (var column : columns) {
            for (var place : List.of(column.probe, column.reference)) {
                var value = row.values().get(place);
                if (value.length() > LONGEST) {
                    throw table.problem(
                            row.line(), "the value of " + column.name + " is longer than " + LONGEST + " characters");
                }
                if (!value.isEmpty()) {
                    column.groups.putIfAbsent(key(value), value);
                }
            }
        }
        if (count() > MOST) {
            throw table.problem(
                    row.line(),
                    "here begins the group " + (MOST + 1) + ", and " + MOST + " are the most that can be measured"
                            + " at once: is " + largest().name + " a column of groups?");
        }
    }

    private int count() {
        return columns.stream().mapToInt(column -> column.groups.size()).sum();
    }

    private Column largest() {
        return columns.stream()
                .max((one, other) -> Integer.compare(one.groups.size(), other.groups.size()))
                .orElseThrow();
    }

    List<Groups.Column> columns() {
        return columns.stream()
                .map(column -> new Groups.Column(column.name, List.copyOf(column.groups.values())))
                .toList();
    }

    /** The numbers of the groups that the line gives a person or the probe. */
    int[] probe(Row row) {
        return numbers(row, columns.stream().map(Column::probe).toList());
    }

    int[] reference(Row row) {
        return numbers(row, columns.stream().map(Column::reference).toList());
    }

    private int[] numbers(Row row, List<Integer> places) {
        var numbers = IntStream.builder();
        var first = 0;
        for (var at = 0; at < columns.size(); at++) {
            var groups = columns.get(at).groups;
            var value = row.values().get(places.get(at));
            if (!value.isEmpty()) {
                numbers.add(first + List.copyOf(groups.keySet()).indexOf(key(value)));
            }
            first += groups.size();
        }
        return numbers.build().toArray();
    }

    private static String key(String value) {
        return Normalizer.normalize(value, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
