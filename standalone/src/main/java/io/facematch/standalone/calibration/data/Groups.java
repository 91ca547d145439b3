package io.facematch.standalone.calibration.data;

import java.util.List;

/**
 * The groups of people that a file of labels names, and who belongs to which. Groups are numbered through all columns:
 * those of the first column first.
 */
public final class Groups {
    public static final Groups NONE = new Groups(List.of(), List.of());

    private static final int[] UNKNOWN = {};

    /**
     * What people are grouped by.
     *
     * @param name of the column
     * @param groups its values, as they were first written
     */
    public record Column(String name, List<String> groups) {
        public Column {
            groups = List.copyOf(groups);
        }

        @Override
        public String toString() {
            return "Column[" + groups.size() + " groups]";
        }
    }

    private final List<Column> columns;
    private final List<int[]> memberships;

    /** @param memberships for each person, or side of a pair, the numbers of its groups */
    Groups(List<Column> columns, List<int[]> memberships) {
        this.columns = List.copyOf(columns);
        this.memberships = List.copyOf(memberships);
    }

    public List<Column> columns() {
        return columns;
    }

    /** In all columns together. */
    public int count() {
        return columns.stream().mapToInt(column -> column.groups().size()).sum();
    }

    /** The number of the first group of a column. */
    public int first(Column column) {
        return columns.stream()
                .takeWhile(before -> !before.equals(column))
                .mapToInt(before -> before.groups().size())
                .sum();
    }

    /**
     * The groups that one belongs to: at most one of each column, in the order of the columns. Shared, to be read only.
     *
     * @param number of a person in a folder; in an archive twice the number of the pair, and one more for the reference
     */
    public int[] of(int number) {
        return columns.isEmpty() ? UNKNOWN : memberships.get(number);
    }

    /** @param number as in {@link #of} */
    public boolean has(int number, int group) {
        for (var own : of(number)) {
            if (own == group) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Groups[" + count() + "]";
    }
}
