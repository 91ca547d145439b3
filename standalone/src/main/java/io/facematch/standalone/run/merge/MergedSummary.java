package io.facematch.standalone.run.merge;

import io.facematch.standalone.run.merge.Sheet.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.jspecify.annotations.Nullable;

/**
 * The first sheet: labels in the first column, values in the second, as the server writes them. Numbers are added up, and texts
 * put side by side where they differ, but for what {@link #special} says.
 */
final class MergedSummary {
    static final String NAME = "Summary";

    private static final int LABEL = 0;
    private static final int VALUE = 1;
    private static final double SECONDS_OF_DAY = 86_400;

    private final SXSSFSheet sheet;
    private final List<PartWorkbook> parts;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int rows;

    /** @param values of the parts that have the line, several of one part where it has no label of its own */
    private record Line(PartWorkbook of, @Nullable Cell label, List<Cell> values) {
        double sum() {
            return numbers().stream().mapToDouble(Double::doubleValue).sum();
        }

        List<Double> numbers() {
            return values.stream()
                    .map(Cell::value)
                    .filter(Double.class::isInstance)
                    .map(Double.class::cast)
                    .toList();
        }

        double least() {
            return numbers().stream().mapToDouble(Double::doubleValue).min().orElse(0);
        }

        double most() {
            return numbers().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        }

        @Override
        public String toString() {
            return "Line[" + values.size() + " values]";
        }
    }

    MergedSummary(SXSSFSheet sheet, List<PartWorkbook> parts) {
        this.sheet = sheet;
        this.parts = parts;
    }

    void write() throws IOException {
        for (var part : parts) {
            gather(part);
        }
        lines.forEach(this::write);
    }

    private void gather(PartWorkbook part) throws IOException {
        part.read(NAME, new Sheet.Reader() {
            private String last = "";

            @Override
            public void column(int index, int width) {
                sheet.setColumnWidth(index, width);
            }

            @Override
            public void row(Map<Integer, Cell> cells) {
                var label = cells.get(LABEL);
                var value = cells.get(VALUE);
                var text = label == null ? "" : label.value().toString();
                // Without a label: one more value of the line before.
                var key = text.isEmpty() ? last + " " : text;
                var line = lines.computeIfAbsent(key, first -> new Line(part, label, new ArrayList<>()));
                if (value != null) {
                    line.values().add(value);
                }
                last = text.isEmpty() ? last : text;
            }
        });
    }

    private void write(String label, Line line) {
        if (line.values().isEmpty()) {
            rows += rows > 0 ? 1 : 0;
            value(line, null);
        } else if (label.endsWith(" ")) {
            line.values().forEach(value -> value(line, value));
        } else if (line.values().stream().allMatch(value -> value.value() instanceof Double)) {
            number(label, line);
        } else {
            var text = line.values().stream()
                    .map(value -> value.value().toString())
                    .distinct()
                    .collect(Collectors.joining("; "));
            value(line, new Cell(line.values().getFirst().style(), text, null));
        }
    }

    private void number(String label, Line line) {
        var style = line.values().getFirst().style();
        if (label.startsWith("Threshold")) {
            line.numbers().stream()
                    .distinct()
                    .sorted()
                    .forEach(threshold -> value(line, new Cell(style, threshold, null)));
            return;
        }
        value(line, new Cell(style, special(label, line), null));
    }

    /** What is no sum. */
    private double special(String label, Line line) {
        if (label.startsWith("Accepted at")) {
            return line.least();
        }
        if (label.startsWith("Finished at") || label.startsWith("Longest response")) {
            return line.most();
        }
        return switch (label) {
            case "Duration in seconds" -> seconds();
            case "Matches among compared" -> share(of("Matches"), of("Matches") + of("Non-matches"));
            case "Compared among all" -> share(of("Success"), of("All pairs"));
            case "Pairs per second" -> share(of("All pairs") - of("Never compared"), seconds());
            case "Mean response in ms" -> mean(line);
            default -> line.sum();
        };
    }

    private double seconds() {
        return SECONDS_OF_DAY
                * (line("Finished at").most() - line("Accepted at").least());
    }

    /** Each part counts as much as it has compared. */
    private double mean(Line line) {
        var compared = line("Success").numbers();
        var sum = 0.0;
        for (var at = 0; at < Math.min(compared.size(), line.numbers().size()); at++) {
            sum += compared.get(at) * line.numbers().get(at);
        }
        return share(sum, of("Success"));
    }

    private double of(String label) {
        return line(label).sum();
    }

    private Line line(String beginning) {
        return new TreeMap<>(lines)
                .tailMap(beginning).entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(beginning))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(new Line(parts.getFirst(), null, List.of()));
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private void value(Line line, @Nullable Cell value) {
        var row = sheet.createRow(rows++);
        var workbook = sheet.getWorkbook();
        if (line.label() != null) {
            MergedWorkbook.fill(row.createCell(LABEL), line.label(), line.of(), workbook);
        }
        if (value != null) {
            MergedWorkbook.fill(row.createCell(VALUE), value, line.of(), workbook);
        }
    }
}
