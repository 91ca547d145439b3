package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.card.Calibration;
import io.facematch.testing.Zip;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Measures the built-in models on the invented persons, from the command line to the files. */
class CalibrateCommandTest {
    private static final String GOLDEN = "portraits-calibration.json";
    private static final List<String> VIEWS = List.of("id", "selfie", "turned");

    /** As much as another processor, or a harmless change of a stage, may move a cosine. */
    private static final double COSINE_TOLERANCE = 0.01;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /**
     * When models or stages have changed on purpose: copy {@code target/calibration-portraits/calibration.json} over
     * {@code portraits-calibration.json}, after a look at what changed.
     */
    @Test
    void measuresThePortraitsAsItDidBefore() throws IOException {
        var people = folder.resolve("portraits");
        for (var person = 1; person <= 12; person++) {
            for (var view : VIEWS) {
                put(people, person, view, "person%02d_%s".formatted(person, view));
            }
        }
        put(people, 3, "blurred", "fixture_blurred");
        put(people, 3, "dark", "fixture_dark");
        put(people, 1, "empty_room", "fixture_no_face");
        var results = Path.of("target", "calibration-portraits");

        assertThat(calibrate(people, results, "--force", "--threads", "2")).isZero();

        var measured = calibration(results);
        var golden = golden();
        assertThat(measured)
                .usingRecursiveComparison()
                .ignoringFields("points", "equalErrorRate")
                .isEqualTo(golden);
        // One comparison more or less on the other side of a threshold.
        assertThat(measured.equalErrorRate()).isCloseTo(golden.equalErrorRate(), within(1.0 / 36));
        assertThat(measured.points()).hasSameSizeAs(golden.points()).isNotEmpty();
        for (var at = 0; at < golden.points().size(); at++) {
            var was = golden.points().get(at);
            var is = measured.points().get(at);
            assertThat(is.falseMatchRate()).isEqualTo(was.falseMatchRate());
            assertThat(is.cosine()).isCloseTo(was.cosine(), within(COSINE_TOLERANCE));
            assertThat(is.extrapolated()).isEqualTo(was.extrapolated());
            assertThat(is.falseMatches()).isEqualTo(was.falseMatches());
            assertThat(is.interval()).isEqualTo(was.interval());
            assertThat(is.falseNonMatchRate()).isCloseTo(was.falseNonMatchRate(), within(1.01 / 36));
        }
        assertThat(Files.readString(results.resolve("report.html")))
                .contains("person02/id.jpg and ", "LowQuality", "NoFaceDetected", "person01/empty_room.jpg");
        try (var workbook = new XSSFWorkbook(Files.newInputStream(results.resolve("report.xlsx")))) {
            assertThat(workbook.getSheet("Failures to enrol").getLastRowNum()).isEqualTo(3);
            assertThat(workbook.getSheet("Photos that failed"))
                    .extracting(row -> row.getCell(0).getStringCellValue())
                    .containsExactly("Photo", "person01/empty_room.jpg", "person03/blurred.jpg", "person03/dark.jpg");
            assertThat(workbook.getSheet("Highest impostor pairs").getLastRowNum())
                    .isEqualTo(20);
        }
        assertThat(out.toString())
                .contains("Failures to enrol        3", "Impostor pairs compared  594", "no point at FMR 1e-3, 1e-4")
                .endsWith("Written: calibration.json, report.html and report.xlsx in " + results + "\n");
        assertThat(err.toString()).contains("Looking for the faces of 39 photos", "39/39", "Comparing 630 pairs");
    }

    @Test
    void givesTheSameWithOneThreadAndWithMore() throws IOException {
        var people = folder.resolve("Some People");
        for (var person = 1; person <= 4; person++) {
            put(people, person, "id", "person%02d_id".formatted(person));
            put(people, person, "selfie", "person%02d_selfie".formatted(person));
        }
        Files.writeString(people.resolve("people.csv"), "person,team\nperson01,red\nperson02,blue\nperson03,red\n");

        assertThat(calibrate(people, folder.resolve("one"), "--threads", "1")).isZero();
        assertThat(calibrate(people, folder.resolve("more"), "--threads", "3")).isZero();

        for (var file : List.of("calibration.json", "report.html")) {
            assertThat(folder.resolve("one").resolve(file))
                    .hasSameTextualContentAs(folder.resolve("more").resolve(file));
        }
        assertThat(calibration(folder.resolve("one")).id()).isEqualTo("starter-embedder/starter-detector/some-people");
    }

    @Test
    void showsWhatTheModelDecidesNowAndForWhom() throws IOException {
        var people = folder.resolve("people");
        for (var person = 1; person <= 4; person++) {
            put(people, person, "id", "person%02d_id".formatted(person));
            put(people, person, "selfie", "person%02d_selfie".formatted(person));
        }
        var file = Files.writeString(
                folder.resolve("teams.csv"), "person;team\r\nperson01;red\r\nperson02;blue\r\nperson03;red\r\n");

        assertThat(calibrate(
                        people, folder.resolve("out"), "--people", file.toString(), "--anchor", "worst-group:team"))
                .isZero();

        assertThat(out.toString().lines())
                .startsWith(
                        "Too few data for some of this:",
                        "- 4 people are too few: from fewer than 30, the rates say little of other people.")
                .contains("- Groups of fewer than 30 people are not judged: red (2), blue (1).")
                .anySatisfy(line -> assertThat(line).matches("standard +0\\.70 +0\\.\\d{4} +0 +24 +0 +.* \\d +4 .*"))
                .contains("Note                     people without a line in teams.csv, of no known group: 1")
                .contains(
                        "Note                     the false matches at each point are those of all comparisons; the worst"
                                + " group has the point's FMR")
                .anySatisfy(
                        line -> assertThat(line).matches("Note +cosine for FMR 1e-4: all together unknown .*, red .*"))
                .anySatisfy(line -> assertThat(line).matches("red +2 +0 +4 +0 .* \\d +2 .*"))
                .anySatisfy(line -> assertThat(line).matches("red with blue +3 +0 +8 +0 .* 0 +0 +– +– +–"))
                .anySatisfy(line -> assertThat(line).matches("blue +1 +0 +0 +– +– +– .* 1 .*"));
        assertThat(calibration(folder.resolve("out")).id())
                .isEqualTo("starter-embedder/starter-detector/people-worst-team");
        assertThat(calibration(folder.resolve("out")).dataSet())
                .endsWith("; each point holds for the worst group of team");
        assertThat(Files.readString(folder.resolve("out").resolve("report.html")))
                .contains("<td>red with blue</td>");
    }

    @Test
    void takesTheFaceNearestToTheMiddleForThePersonOfTheLabel() throws IOException {
        var people = folder.resolve("people");
        for (var person : List.of(5, 6)) {
            put(people, person, "id", "person%02d_id".formatted(person));
            put(people, person, "selfie", "person%02d_selfie".formatted(person));
        }
        Files.write(people.resolve("person05").resolve("with_06.jpg"), besideALargerFace());

        assertThat(calibrate(people, folder.resolve("out"))).isZero();

        var calibration = calibration(folder.resolve("out"));
        assertThat(calibration.genuineComparisons()).isEqualTo(4);
        assertThat(calibration.impostorComparisons()).isEqualTo(6);
        // With the other face, the photo would be most alike to those of person 06.
        assertThat(calibration.equalErrorRate()).isZero();
    }

    /** Person 05 in the middle, and on the left person 06, nearer to the camera. */
    private static byte[] besideALargerFace() throws IOException {
        var scene = new BufferedImage(1760, 853, BufferedImage.TYPE_INT_RGB);
        var graphics = scene.createGraphics();
        graphics.drawImage(picture("person06_id"), 0, 0, 640, 853, null);
        graphics.drawImage(picture("person05_id"), 640, 107, 480, 640, null);
        graphics.dispose();
        var jpeg = new ByteArrayOutputStream();
        ImageIO.write(scene, "jpg", jpeg);
        return jpeg.toByteArray();
    }

    private static BufferedImage picture(String portrait) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Samples.portrait(portrait)));
    }

    @Test
    void measuresExactlyTheLabelledPairs() throws IOException {
        var archive = archive("""
                pair_id,same,team,camera_probe,camera_reference
                mated,1,red,phone,scanner
                non-mated,0,red,phone,phone
                turned,1,blue,phone,scanner
                dark,1,red,phone,scanner
                both,0,,scanner,phone
                """, true);

        assertThat(calibrate(archive, folder.resolve("out"), "--name", "pairs-1"))
                .isZero();

        var calibration = calibration(folder.resolve("out"));
        assertThat(calibration.id()).isEqualTo("starter-embedder/starter-detector/pairs-1");
        assertThat(calibration.dataSet()).startsWith("pairs-1: 5 labelled pairs");
        assertThat(calibration.images()).isEqualTo(10);
        assertThat(calibration.failuresToEnrol()).isEqualTo(1);
        assertThat(calibration.genuineComparisons()).isEqualTo(2);
        assertThat(calibration.impostorComparisons()).isEqualTo(2);
        var page = Files.readString(folder.resolve("out").resolve("report.html"));
        // Labelled as different, but of the two persons in the photo the most similar one counts.
        assertThat(page).containsPattern("<td class=\"number\">0\\.[6-9]\\d+</td><td>both</td>");
        assertThat(page).contains("<td>dark_image1</td>");
        assertThat(out.toString())
                .contains("photos without partner that were left out: 1", "Failures to enrol        1")
                .doesNotContain("People compared");
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line).matches("standard +0\\.70 +0\\.\\d{4} +\\d +2 .* \\d +2 .*"))
                .anySatisfy(line -> assertThat(line).matches("red +– +\\d +1 .* \\d +1 .*"))
                .anySatisfy(line -> assertThat(line).matches("phone with scanner +– +\\d +1 .* \\d +2 .*"));
        assertThat(err.toString()).contains("10/10");
    }

    @Test
    void refusesArchiveWithoutLabels() throws IOException {
        refuses(archive(null, false), "the archive has no labels.csv", "pair_id,same");
    }

    @Test
    void refusesLabelsThatDoNotFitTheArchive() throws IOException {
        refuses(archive("pair_id,same\nmated,1\nnon-mated,0\nghost,1\n", false), "line 4", "no pair ghost");
        refuses(
                archive("pair_id,same\nmated,1\nnon-mated,0\n", false),
                "without a label in labels.csv: 3 of 5 pairs",
                "turned");
        refuses(archive("pair_id,same\nmated,1\nmated,0\n", false), "line 3", "already, in line 2");
        refuses(archive("pair_id,same\nmated,maybe\n", false), "line 2", "needs a 1");
        refuses(archive("pair;same\nmated;1\n", false), "line 1: should be pair_id,same");
        refuses(
                archive("pair_id,same\nmated,1\nnon-mated,1\nturned,1\ndark,1\nboth,1\n", false),
                "no pair of different persons");
        refuses(
                archive("pair_id,same\nmated,0\nnon-mated,0\nturned,0\ndark,0\nboth,0\n", false),
                "no pair of the same person");
    }

    @Test
    void refusesGroupsThatAreNotThere() throws IOException {
        var people = twoPeople();
        var archive = archive("pair_id,same\nmated,1\nnon-mated,0\nturned,1\ndark,1\nboth,0\n", false);

        refuses(archive("pair_id,same,team_probe\nmated,1,red\n", false), "line 1", "team_reference beside it");
        refuses(people, List.of("--people", "nowhere.csv"), "there is no file nowhere.csv that can be read");
        refuses(archive, List.of("--people", "nowhere.csv"), "--people is for a folder");
        refuses(people, List.of("--anchor", "worst-group"), "needs groups");
        Files.writeString(people.resolve("people.csv"), "person,team\nperson01,red\n");
        refuses(people, List.of("--anchor", "worst-group:shape"), "no group column shape; there are team");
        Files.writeString(people.resolve("people.csv"), "person,team\nperson01,red\nperson09,red\n");
        refuses(people, "people.csv, line 3: the folder has no person person09");
    }

    @Test
    void refusesToCompareAModelWithItselfOrAnUnknownOne() throws IOException {
        refuses(twoPeople(), List.of("--against", "starter-embedder"), "names the model that is measured");
        refuses(twoPeople(), List.of("--against", "nobody"), "no embedder is called nobody");
        refuses(twoPeople(), List.of("--against", "starter-detector"), "no embedder is called starter-detector");
    }

    @Test
    void refusesWhatIsNoDataSet() throws IOException {
        var text = Files.writeString(folder.resolve("data.txt"), "no archive");

        refuses(text, "data.txt is neither a folder nor a ZIP", "not a ZIP archive");
        refuses(Path.of(""), "DATA is an empty name");
        refuses(folder.resolve("nowhere"), "there is no file or folder", "nowhere");
        refuses(Files.createDirectory(folder.resolve("empty")), "there is no photo in");
    }

    @Test
    void saysWhenNoPairCouldBeCompared() throws IOException {
        var people = folder.resolve("people");
        put(people, 1, "id", "person01_id");
        put(people, 1, "dark", "fixture_dark");
        put(people, 2, "id", "person02_id");

        refuses(people, "no pair of the same person could be compared: of 3 photos 1 gave no face");
    }

    @Test
    void replacesNothingUnlessTold() throws IOException {
        var people = twoPeople();
        var results = Files.createDirectory(folder.resolve("out"));
        Files.writeString(results.resolve("report.html"), "mine");

        assertThat(calibrate(people, results)).isEqualTo(1);
        assertThat(err.toString()).contains("report.html already exists", "--force", "--out");
        assertThat(results.resolve("report.html")).hasContent("mine");

        assertThat(calibrate(people, results, "--force")).isZero();
        assertThat(names(results)).containsExactlyInAnyOrder("calibration.json", "report.html", "report.xlsx");
    }

    @Test
    void seesBeforeTheWorkThatItCannotWriteWhatComesOfIt() throws IOException {
        var people = twoPeople();
        var file = Files.writeString(folder.resolve("file"), "mine");

        var occupied = folder.resolve("occupied");
        Files.createDirectories(occupied.resolve("report.html"));
        var dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));

        for (var results : List.of(file, file.resolve("below"), Path.of(""), occupied, dangling)) {
            err.getBuffer().setLength(0);
            assertThat(calibrate(people, results, "--force")).isEqualTo(1);
            assertThat(err.toString()).contains("facematch: ", "--out").doesNotContain("Looking for");
        }
        assertThat(file).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--threads=0",
                "--threads=1000",
                "--name=two words",
                "--name=a/b",
                "--model=unknown",
                "--anchor=worst"
            })
    void refusesWhatMakesNoSense(String option) throws IOException {
        var people = twoPeople();

        assertThat(run(
                        "calibrate",
                        people.toString(),
                        "--out",
                        folder.resolve("out").toString(),
                        option))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("facematch: ").doesNotContain("Exception");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void refuses(Path data, String... words) {
        refuses(data, List.of(), words);
    }

    private void refuses(Path data, List<String> options, String... words) {
        err.getBuffer().setLength(0);
        assertThat(calibrate(data, folder.resolve("refused"), options.toArray(String[]::new)))
                .isEqualTo(1);
        assertThat(err.toString()).contains("facematch: ").contains(words).doesNotContain("Exception");
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    private int calibrate(Path data, Path results, String... more) {
        var command = Stream.of(
                "calibrate",
                data.toString(),
                "--model",
                "starter-embedder",
                "--detector",
                "starter-detector",
                "--out",
                results.toString());
        return run(Stream.concat(command, Stream.of(more)).toArray(String[]::new));
    }

    private int run(String... arguments) {
        return FacematchCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** The least that can be measured: a genuine pair and an impostor pair. */
    private Path twoPeople() throws IOException {
        var people = folder.resolve("people");
        put(people, 1, "id", "person01_id");
        put(people, 1, "selfie", "person01_selfie");
        put(people, 2, "id", "person02_id");
        return people;
    }

    private static void put(Path people, int person, String view, String portrait) throws IOException {
        var folder = Files.createDirectories(people.resolve("person%02d".formatted(person)));
        Files.write(folder.resolve(view + ".jpg"), Samples.portrait(portrait));
    }

    private Path archive(@Nullable String labels, boolean lonely) throws IOException {
        var id = Samples.portrait("person01_id");
        var archive = new Zip()
                .pair("mated", Samples.portrait("person01_selfie"), id)
                .pair("non-mated", Samples.portrait("person05_selfie"), id)
                .pair("turned", Samples.portrait("person01_turned"), id)
                .pair("dark", Samples.portrait("fixture_dark"), Samples.portrait("person03_id"))
                .pair("both", Samples.portrait("fixture_two_persons"), Samples.portrait("person02_id"));
        if (lonely) {
            archive.add("lonely_image1.jpg", id);
        }
        if (labels != null) {
            archive.add("labels.csv", labels.getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(folder.resolve("pairs.zip"), archive.build());
    }

    private static Calibration calibration(Path results) throws IOException {
        return JsonMapper.shared().readValue(Files.readString(results.resolve("calibration.json")), Calibration.class);
    }

    private static Calibration golden() throws IOException {
        try (var stream = Objects.requireNonNull(CalibrateCommandTest.class.getResourceAsStream(GOLDEN))) {
            return JsonMapper.shared().readValue(stream, Calibration.class);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
