package io.facematch.standalone.calibration.report;

import io.facematch.standalone.calibration.Measurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The three files that come of a measurement, in one folder. */
public record ReportFiles(Path folder) {
    private static final String JSON = "calibration.json";
    private static final String PAGE = "report.html";
    private static final String WORKBOOK = "report.xlsx";

    /** Those that are there already, which writing would replace. */
    public List<Path> present() {
        return List.of(JSON, PAGE, WORKBOOK).stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .toList();
    }

    /** Why the folder can't be written to, as far as that shows before it is made. */
    public Optional<String> obstacle() {
        var there = Stream.iterate(folder.toAbsolutePath().normalize(), Objects::nonNull, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        if (!Files.isDirectory(there)) {
            return Optional.of("can't write to " + folder + ", as " + there + " is no folder");
        }
        return Files.isWritable(there) ? Optional.empty() : Optional.of("may not write to " + there);
    }

    /** Makes the folder when there is none. */
    public void write(Measurement measurement) throws IOException {
        Files.createDirectories(folder);
        put(JSON, CalibrationJson.of(measurement.calibration()).getBytes(StandardCharsets.UTF_8));
        put(PAGE, new Page(measurement).html().getBytes(StandardCharsets.UTF_8));
        put(WORKBOOK, Workbook.of(new Tables(measurement).all()));
    }

    private void put(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }
}
