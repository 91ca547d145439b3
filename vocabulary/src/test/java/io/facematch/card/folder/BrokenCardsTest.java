package io.facematch.card.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A card or calibration that breaks a rule is not used, and the reason names the member that does. */
class BrokenCardsTest extends CardFolderFixture {
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
    void saysWhatIsWrongWithACard(String was, String is, String reason) throws IOException {
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
    void saysWhatIsWrongWithACalibration(String was, String is, String reason) throws IOException {
        var calibration = CALIBRATION.replace(was, is == null ? "" : is);
        put("my-r50.card.json", CARD.replace("[]", "[" + calibration + "]"));

        assertRefused("my-r50.card.json", reason);
    }

    @Test
    void refusesACalibrationTwice() throws IOException {
        put("my-r50.card.json", CARD.replace("[]", "[" + CALIBRATION + "," + CALIBRATION + "]"));

        assertRefused("my-r50.card.json", "has my-r50/detector/staff twice");
    }

    /** What somebody wrote is quoted in messages, and must not command the terminal. */
    @Test
    void quotesOnlyWhatCanBeSeen() throws IOException {
        put("my-r50.card.json", CARD.replace("\"bytes\"", "\"\\u001b[2J\""));
        assertRefused("my-r50.card.json", "there is no member '?[2J'");

        put("my-r50.card.json", CARD.replace("\"bytes\": 1000", "\"\\u001b[2J\": 1, \"\\u001b[2J\": 1"));
        assertRefused("my-r50.card.json", "?[2J");
    }

    @Test
    void readsNothingHuge() throws IOException {
        put("my-r50.card.json", CARD + " ".repeat(1 << 20));
        assertRefused("my-r50.card.json", "it must have at most 1048576 bytes");

        put("my-r50.card.json", "[".repeat(100_000));
        assertRefused("my-r50.card.json", "it is no JSON");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void readsNothingThatIsNoFile() throws Exception {
        assertThat(new ProcessBuilder(
                                "mkfifo", folder.resolve("my-r50.card.json").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertRefused("my-r50.card.json", "it is no file");
    }
}
