package io.facematch.standalone.calibration.document;

import io.facematch.card.CardJson;
import io.facematch.standalone.calibration.measurement.Measurement;
import io.facematch.standalone.terminal.OutputFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The three files that a measurement writes into a folder. */
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

    /** Why the files can't be written, as far as that can be known before. */
    public Optional<String> obstacle() {
        return new OutputFolder(folder)
                .obstacle()
                .or(() -> present().stream()
                        .filter(file -> !Files.isRegularFile(file) || !Files.isWritable(file))
                        .map(file -> "can't replace " + file)
                        .findFirst());
    }

    /** Makes the folder when there is none. */
    public void write(Measurement measurement) throws IOException {
        Files.createDirectories(folder);
        put(JSON, CardJson.bytes(measurement.calibration()));
        put(PAGE, new ReportPage(measurement).html().getBytes(StandardCharsets.UTF_8));
        put(WORKBOOK, Workbook.of(new Tables(measurement).sheets()));
    }

    private void put(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }
}
