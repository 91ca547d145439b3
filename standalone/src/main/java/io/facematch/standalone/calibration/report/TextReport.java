package io.facematch.standalone.calibration.report;

import io.facematch.standalone.calibration.scoring.Measurement;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The short form of the report, for a terminal. */
public record TextReport(PrintWriter out) {

    public void print(Measurement measurement) {
        var tables = new Tables(measurement);
        print(tables.summary());
        out.println();
        var points = tables.operatingPoints();
        if (!points.rows().isEmpty()) {
            print(points);
        }
        out.flush();
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
