package io.facematch.standalone.calibration.document;

import io.facematch.standalone.calibration.measurement.Measurement;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The short form of the report, for a terminal. */
public record TextReport(PrintWriter out) {

    /** More rows than this are for the page, where one can scroll. */
    private static final int MOST_ROWS = 20;

    private static final int WIDTH = 100;

    public void print(Measurement measurement) {
        var tables = new Tables(measurement);
        printCautions(measurement.cautions());
        print(tables.summary());
        printTitled(tables.inUse());
        printTitled(tables.operatingPoints());
        printGroups(measurement);
        measurement.against().ifPresent(against -> {
            var compared = new AgainstTables(measurement, against);
            out.println();
            wrapped(compared.introduction()).forEach(out::println);
            if (!compared.rates().rows().isEmpty()) {
                print(compared.rates());
            }
            compared.sentences().forEach(sentence -> wrapped(sentence).forEach(out::println));
        });
        out.flush();
    }

    private void printCautions(List<String> cautions) {
        if (!cautions.isEmpty()) {
            out.println("Too few data for some of this:");
            cautions.forEach(caution -> wrapped("- " + caution).forEach(out::println));
            out.println();
        }
    }

    /** Cut between words, but not before a percent sign; the lines after the first one are indented. */
    private static List<String> wrapped(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" (?!%)", -1)) {
            if (line.length() + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append("  ");
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    private void printTitled(Table table) {
        out.println();
        wrapped(table.text().isEmpty() ? table.title() : table.title() + ": " + table.text())
                .forEach(out::println);
        if (!table.rows().isEmpty()) {
            print(table);
        }
    }

    /** As the model decides now; with the new calibration where it has none. */
    private void printGroups(Measurement measurement) {
        var inUse = measurement.errors().stream()
                .filter(at -> at.limit().inUse() == measurement.inUse().isPresent())
                .filter(at -> !at.groups().isEmpty())
                .toList();
        for (var at : inUse) {
            var pairsToo = at.groups().size() <= MOST_ROWS;
            printTitled(GroupTables.brief(at, pairsToo));
            GroupTables.marks(at).forEach(out::println);
            if (!pairsToo) {
                out.println("Pairs of groups are in report.html.");
            }
        }
        if (!inUse.isEmpty()) {
            printTitled(new GroupTables(inUse).differences());
        }
    }

    private void print(Table table) {
        var lines = new ArrayList<List<String>>();
        if (!table.columns().isEmpty()) {
            lines.add(table.columns());
        }
        table.rows().forEach(row -> lines.add(row.stream().map(Cell::shown).toList()));
        var columns = lines.getFirst().size();
        var widths = IntStream.range(0, columns)
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        lines.forEach(line -> out.println(line(line, widths, table.rows().getFirst())));
    }

    /** @param kinds of the columns: numbers stand to the right */
    private static String line(List<String> texts, int[] widths, List<Cell> kinds) {
        return IntStream.range(0, texts.size())
                .mapToObj(column -> {
                    var gap = " ".repeat(widths[column] - texts.get(column).length());
                    return kinds.get(column).isNumber() ? gap + texts.get(column) : texts.get(column) + gap;
                })
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
