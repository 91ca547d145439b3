package io.facematch.card.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration;
import io.facematch.card.CardJson;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelCards;
import io.facematch.card.ModelTier;
import io.facematch.card.folder.KnownModel.Origin;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownModelsTest {
    private static final String HASH = "a".repeat(64);

    /** The least that a card has to say. */
    private static final String CARD = """
            {"id": "my-r50", "file": "my-r50.onnx", "sha256": "%s", "bytes": 1000,
             "embedder": {
               "pixels": {"order": "RGB", "mean": 127.5, "divisor": 127.5}, "size": 112,
               "template": [[38.3, 51.7], [73.5, 51.5], [56.0, 71.7], [41.5, 92.4], [70.7, 92.2]],
               "dimensions": 512},
             "calibrations": []}""".formatted(HASH);

    private static final String CALIBRATION = """
            {"id": "my-r50/detector/staff", "detectors": ["detector"], "dataSet": "staff", "images": 9,
             "failuresToEnrol": 1, "genuineComparisons": 5, "impostorComparisons": 900, "equalErrorRate": 0.01,
             "points": [{"falseMatchRate": 0.01, "cosine": 0.3, "extrapolated": false, "falseMatches": 9,
                         "interval": {"low": 0.001, "high": 0.02}, "falseNonMatchRate": 0.1}]}""";

    @TempDir
    private Path folder;

    @Test
    void areThoseOfTheProgramWhereNoCardLies() throws IOException {
        Files.writeString(folder.resolve("notes.json"), "{}");
        Files.writeString(folder.resolve("._my-r50.card.json"), "what a file manager leaves");

        var known = KnownModels.in(List.of(folder, folder.resolve("nowhere")));

        assertThat(known.cards()).isEqualTo(ModelCards.all());
        assertThat(known.problems()).isEmpty();
        assertThat(known.models()).allMatch(model -> model.origin() == Origin.BUILT_IN);
    }

    @Test
    void haveTheCardsOfTheFolder() throws IOException {
        put("my-r50.card.json", CARD);

        var known = KnownModels.in(List.of(folder));

        assertThat(known.problems()).isEmpty();
        var model = known.find("my-r50").orElseThrow();
        assertThat(model.origin()).isEqualTo(Origin.FOLDER);
        assertThat(model.folder()).isEqualTo(folder);
        assertThat(model.card().embedderContract().dimensions()).isEqualTo(512);
        assertThat(model.card().licence()).isEqualTo("not stated");
        assertThat(model.card().tier()).isEqualTo(ModelTier.PRODUCTION);
        assertThat(model.card().calibrations()).isEmpty();
    }

    /** So that anybody can tell with sha256sum which card an outcome names. */
    @Test
    void haveTheHashOfTheCardsFile() throws IOException {
        put("my-r50.card.json", CARD);
        var known = KnownModels.in(List.of(folder));

        assertThat(known.find("my-r50").orElseThrow().cardSha256())
                .isEqualTo(CardJson.sha256(CARD.getBytes(StandardCharsets.UTF_8)));
        assertThat(known.find("starter-embedder").orElseThrow().cardSha256())
                .isEqualTo(CardJson.sha256(ModelCards.file("starter-embedder")));
    }

    @Test
    void takeACardOfTheReleaseAsAPattern() throws IOException {
        var copy = new String(ModelCards.file("sface-2021dec"), StandardCharsets.UTF_8)
                .replace("sface-2021dec", "my-sface")
                .replaceAll("(?s)\"sources\": \\[.*?\\],", "");
        put("my-sface.card.json", copy);

        var known = KnownModels.in(List.of(folder));

        assertThat(known.problems()).isEmpty();
        assertThat(known.find("my-sface")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "id": "my-r50"       | "id": "my-r51"          | id must be what the file's name begins with
                    "id": "my-r50"       | "id": "My R50"          | id must have 1 to 64 small letters
                    "id": "my-r50"       | "id": 50                | id must be a text in quotes
                    "id": "my-r50",      |                         | id is missing
                    "id": "my-r50"       | "id": null              | id must not be null
                    "id": "my-r50"       | "id": "my-r50", "id": 1 | it is no JSON: Duplicate Object property "id"
                    "id": "my-r50"       | "ID": "my-r50"          | there is no member 'ID'; known are id, task
                    my-r50.onnx          | ../my-r50.onnx          | file must be the name of an .onnx file in the same
                    my-r50.onnx          | /etc/passwd             | file must be the name of an .onnx file in the same
                    my-r50.onnx          | my-r50.bin              | file must be the name of an .onnx file in the same
                    "sha256": "a         | "sha256": "A            | sha256 must be 64 hexadecimal digits, in small letters
                    "bytes": 1000        | "bytes": "1000"         | bytes must be a whole number
                    "bytes": 1000        | "bytes": 1000.5         | bytes must be a whole number
                    "bytes": 1000        | "bytes": 0              | bytes must be 1 to 1073741824
                    "bytes": 1000        | "bytes": 1e99           | bytes must be a whole number
                    "bytes": 1000        | "bytes": 1, "licence": ["MIT"]           | licence must be a text in quotes
                    "bytes": 1000        | "bytes": 1, "licence": "M\\u001b[2JIT"   | licence must be one line of visible
                    "bytes": 1000        | "bytes": 1, "researchOnly": "yes"        | researchOnly must be true or false
                    "bytes": 1000        | "bytes": 1, "preference": 7              | preference must be 0
                    "bytes": 1000        | "bytes": 1, "task": "DETECTOR"           | only embedders can be added
                    "bytes": 1000        | "bytes": 1, "tier": "BEST"               | tier must be DEMONSTRATION or PRODUCTION
                    "embedder"           | "embeder"               | embedder is missing
                    "order": "RGB"       | "order": "rgb"          | embedder.pixels.order must be BGR or RGB
                    "mean": 127.5,       |                         | embedder.pixels.mean is missing
                    "mean": 127.5        | "mean": NaN             | it is no JSON
                    "mean": 127.5        | "mean": 1e999           | embedder.pixels.mean must be a number
                    "divisor": 127.5     | "divisor": 0            | the divisor not 0
                    "divisor": 127.5     | "divisor": -1           | pixels.divisor must be above 0
                    "divisor": 127.5     | "divisor": 127.5, "x": 1 | there is no member embedder.pixels.'x'
                    "size": 112          | "size": 8               | size must be 16 to 1024 pixels
                    "size": 112          | "size": 1.5             | embedder.size must be a whole number
                    "size": 112          | "size": 90              | template must lie in the crop, 0 to 90
                    [38.3, 51.7],        |                         | template must be five points of two numbers
                    [38.3, 51.7]         | [38.3]                  | template must be five points of two numbers
                    [38.3, 51.7]         | [38.3, "51.7"]          | embedder.template[0][1] must be a number
                    [38.3, 51.7]         | [98.3, 51.7]            | template must have the right eye left of the left eye
                    [41.5, 92.4]         | [41.5, 12.4]            | template must have the eyes above the mouth
                    "dimensions": 512    | "dimensions": 0         | dimensions must be above 0
                    "dimensions": 512    | "dimensions": 100000    | dimensions must be 8 to 8192
                    "dimensions": 512    | "dimensions": 512, "dimension": 1 | there is no member embedder.'dimension'
                    "calibrations": []   | "calibrations": {}      | calibrations must be a list
                    "calibrations": []   | "calibrations": [1]     | calibrations[0] must be an object
                    "calibrations": []   | "calibrations": [null]  | calibrations[0] must not be null
                    "calibrations": []}  |                         | it is no JSON
                    "calibrations": []}  | "calibrations": []} {}  | it is no JSON
                    """)
    void sayWhatIsWrongWithACard(String was, String is, String reason) throws IOException {
        put("my-r50.card.json", CARD.replace(was, is == null ? "" : is));

        assertRefused("my-r50.card.json", reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    my-r50/detector/staff  | other/detector/staff     | an id must begin with my-r50/
                    my-r50/detector/staff  | my-r50/the staff         | an id must begin with my-r50/
                    ["detector"]           | []                       | detectors must be ids of detectors, at least one
                    ["detector"]           | ["a b"]                  | detectors must be ids of detectors, at least one
                    "failuresToEnrol": 1   | "failuresToEnrol": 10    | failuresToEnrol must be 0 to images
                    "genuineComparisons": 5| "genuineComparisons": 0  | genuineComparisons and impostorComparisons must be above
                    "equalErrorRate": 0.01 | "equalErrorRate": 1.01   | equalErrorRate must be 0 to 1
                    "falseMatches": 9      | "falseMatches": 901      | falseMatches must be 0 to impostorComparisons
                    "falseMatchRate": 0.01 | "falseMatchRate": 0.5    | no calibration point
                    "cosine": 0.3          | "cosine": 1.3            | no calibration point
                    "high": 0.02           | "high": 0.0001           | no interval of a rate
                    "falseNonMatchRate": 0.1 | "falseNonMatchRate": 2 | falseNonMatchRate must be 0 to 1
                    "images": 9,           |                          | calibrations[0].images is missing
                    """)
    void sayWhatIsWrongWithACalibration(String was, String is, String reason) throws IOException {
        var calibration = CALIBRATION.replace(was, is == null ? "" : is);
        put("my-r50.card.json", CARD.replace("[]", "[" + calibration + "]"));

        assertRefused("my-r50.card.json", reason);
    }

    @Test
    void refuseACalibrationTwice() throws IOException {
        put("my-r50.card.json", CARD.replace("[]", "[" + CALIBRATION + "," + CALIBRATION + "]"));

        assertRefused("my-r50.card.json", "has my-r50/detector/staff twice");
    }

    /** What somebody wrote is quoted in messages, and must not command the terminal. */
    @Test
    void quoteOnlyWhatCanBeSeen() throws IOException {
        put("my-r50.card.json", CARD.replace("\"bytes\"", "\"\\u001b[2J\""));
        assertRefused("my-r50.card.json", "there is no member '?[2J'");

        put("my-r50.card.json", CARD.replace("\"bytes\": 1000", "\"\\u001b[2J\": 1, \"\\u001b[2J\": 1"));
        assertRefused("my-r50.card.json", "?[2J");
    }

    @Test
    void readNothingHuge() throws IOException {
        put("my-r50.card.json", CARD + " ".repeat(1 << 20));
        assertRefused("my-r50.card.json", "it must have at most 1048576 bytes");

        put("my-r50.card.json", "[".repeat(100_000));
        assertRefused("my-r50.card.json", "it is no JSON");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void readNothingThatIsNoFile() throws Exception {
        assertThat(new ProcessBuilder(
                                "mkfifo", folder.resolve("my-r50.card.json").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertRefused("my-r50.card.json", "it is no file");
    }

    /** A broken card must not take the others down. */
    @Test
    void useTheOthersBesideABrokenCard() throws IOException {
        put("my-r50.card.json", CARD);
        put("broken.card.json", "{");

        var known = KnownModels.in(List.of(folder));

        assertThat(known.find("my-r50")).isPresent();
        assertThat(known.find("broken")).isEmpty();
        assertThat(known.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo(folder.resolve("broken.card.json")
                                + " is not used: it is no JSON: Unexpected end-of-input: expected close marker for Object"
                                + " (line 1, column 2)"));
    }

    @Test
    void doNotLetAFolderDescribeAModelOfTheProgram() throws IOException {
        put("espdl-mbf-112.card.json", CARD.replace("my-r50", "espdl-mbf-112"));

        assertRefused("espdl-mbf-112.card.json", "the program has a model espdl-mbf-112");
        assertThat(KnownModels.in(List.of(folder))
                        .find("espdl-mbf-112")
                        .orElseThrow()
                        .origin())
                .isEqualTo(Origin.BUILT_IN);
    }

    @Test
    void useNeitherOfTwoCardsWithOneId() throws IOException {
        var other = Files.createDirectory(folder.resolve("other"));
        put("my-r50.card.json", CARD);
        Files.writeString(other.resolve("my-r50.card.json"), CARD.replace("112", "128"));

        var known = KnownModels.in(List.of(folder, other));

        assertThat(known.find("my-r50")).isEmpty();
        assertThat(known.problems())
                .extracting(CardProblem::message)
                .hasSize(2)
                .allMatch(message -> message.contains("remove all but one"))
                .anyMatch(message -> message.contains(other.toString()));
    }

    @Test
    void takeAFolderThatIsNamedTwiceForOne() throws IOException {
        put("my-r50.card.json", CARD);
        var link = Files.createSymbolicLink(folder.resolve("link"), folder);

        var known = KnownModels.in(List.of(folder, link, folder.resolve("..").resolve(folder.getFileName())));

        assertThat(known.problems()).isEmpty();
        assertThat(known.find("my-r50")).isPresent();
    }

    @Test
    void haveCalibrationsOfTheFolderForAModelOfTheProgram() throws IOException {
        var starter = starter();
        put("starter-embedder.calibrations.json", own(starter, "starter-embedder/starter-detector/staff"));

        var known = KnownModels.in(List.of(folder));

        assertThat(known.problems()).isEmpty();
        var model = known.find("starter-embedder").orElseThrow();
        var own = model.calibration("starter-embedder/starter-detector/staff").orElseThrow();
        assertThat(model.ownCalibrations()).containsExactly(own);
        assertThat(model.card()).isEqualTo(starter);
        assertThat(model.originOf(own)).isEqualTo(Origin.FOLDER);
        assertThat(model.originOf(starter.calibrations().getFirst())).isEqualTo(Origin.BUILT_IN);
    }

    @Test
    void refuseCalibrationsOfAnotherFile() throws IOException {
        put(
                "starter-embedder.calibrations.json",
                own(starter(), "starter-embedder/x").replace(starter().sha256(), HASH));

        assertRefused("starter-embedder.calibrations.json", "it was measured with another file: its sha256 is " + HASH);
    }

    @Test
    void refuseCalibrationsThatReplaceOneOfTheProgram() throws IOException {
        put("starter-embedder.calibrations.json", own(starter(), "starter-embedder/starter-detector/lfw-3"));

        assertRefused(
                "starter-embedder.calibrations.json", "has a calibration starter-embedder/starter-detector/lfw-3");
    }

    @Test
    void refuseCalibrationsOfNoModel() throws IOException {
        put("my-r50.calibrations.json", own(starter(), "my-r50/x").replace("\"starter-embedder\"", "\"my-r50\""));
        assertRefused("my-r50.calibrations.json", "no model is called my-r50");

        put("my-r50.calibrations.json", own(starter(), "starter-embedder/x"));
        assertRefused("my-r50.calibrations.json", "model must be what the file's name begins with");
    }

    @Test
    void areLookedForInListedFoldersFirst() {
        assertThat(KnownModels.searchPath("/a" + File.pathSeparator + File.pathSeparator + "b"))
                .containsExactly(Path.of("/a"), Path.of("b"), Path.of("models"));
        assertThat(KnownModels.searchPath(null)).containsExactly(Path.of("models"));
    }

    private static ModelCard starter() {
        return ModelCards.all().stream()
                .filter(card -> card.id().equals("starter-embedder"))
                .findFirst()
                .orElseThrow();
    }

    /** Calibrations of one's own for a model. */
    private static String own(ModelCard card, String calibration) {
        return "{\"model\": \"%s\", \"sha256\": \"%s\", \"calibrations\": [%s]}"
                .formatted(card.id(), card.sha256(), CALIBRATION.replace("my-r50/detector/staff", calibration));
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void assertRefused(String file, String reason) {
        var known = KnownModels.in(List.of(folder));
        assertThat(known.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(folder.resolve(file));
            assertThat(problem.reason()).contains(reason).doesNotContain("\n").doesNotContain("Exception");
        });
        assertThat(known.cards()).isEqualTo(ModelCards.all());
        assertThat(known.models()).flatExtracting(KnownModel::ownCalibrations).isEmpty();
    }

    static Calibration calibration(String id) {
        var model = id.substring(0, id.indexOf('/'));
        return CardText.calibrations(own(starter(), id)
                        .replace("\"starter-embedder\"", "\"" + model + "\"")
                        .getBytes(StandardCharsets.UTF_8))
                .calibrations()
                .getFirst();
    }
}
