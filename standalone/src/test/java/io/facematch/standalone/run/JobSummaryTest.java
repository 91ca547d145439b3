package io.facematch.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JobSummaryTest {
    private final StringWriter shown = new StringWriter();

    @Test
    void tellsOfAJobWithFailures() {
        print("""
                {"state": "COMPLETED", "total": 8, "matches": 3, "non_matches": 2,
                 "counts": {"Success": 5, "EmptyImage": 0, "NoFaceDetected": 1, "InvalidImage": 2, "Pending": 0},
                 "unpaired": ["lonely_image1.jpg", "branch/other_image2.png"]}""", """
                {"pair_id": "customer01", "status": "NoFaceDetected", "failures": [
                 {"side": "image1", "reason": "no_face", "message": "no face was found"}]}""", """
                {"pair_id": "customer02", "status": "InvalidImage", "failures": [
                 {"side": "image1", "reason": "truncated", "message": "the file is cut off"},
                 {"side": "image2", "reason": "not_an_image", "message": "the file is no image"}]}""");

        assertThat(shown.toString()).isEqualToNormalizingNewlines("""

                Match                        3   37.5 %
                Non-match                    2   25.0 %
                NoFaceDetected               1   12.5 %
                InvalidImage                 2   25.0 %
                --------------------------------------
                Pairs                        8  100.0 %

                2 images have no partner and were not compared: lonely_image1.jpg, branch/other_image2.png

                Not compared: 3, the first of them:
                  customer01               NoFaceDetected       image1 no face was found
                  customer02               InvalidImage         image1 the file is cut off; image2 the file is no image
                """);
    }

    @Test
    void isShortWhenAllPairsWereCompared() {
        print("""
                {"state": "COMPLETED", "total": 100000, "matches": 99999, "non_matches": 1,
                 "counts": {"Success": 100000, "Pending": 0}, "unpaired": []}""");

        assertThat(shown.toString()).isEqualToNormalizingNewlines("""

                Match                    99999  100.0 %
                Non-match                    1    0.0 %
                --------------------------------------
                Pairs                   100000  100.0 %
                """);
    }

    @Test
    void countsPairsThatWereNotCompared() {
        print("""
                {"state": "EXPIRED", "total": 4, "matches": 1, "non_matches": 0,
                 "counts": {"Success": 1, "Pending": 3}, "unpaired": []}""");

        assertThat(shown.toString()).contains("Pending                      3   75.0 %");
    }

    @Test
    void speaksOfOneImageAsOfOne() {
        print("""
                {"state": "COMPLETED", "total": 1, "matches": 1, "non_matches": 0,
                 "counts": {"Success": 1}, "unpaired": ["lonely_image1.jpg"]}""");

        assertThat(shown.toString()).contains("1 image has no partner and was not compared: lonely_image1.jpg");
    }

    @Test
    void namesTheFirstTenWithoutPartner() {
        var names = IntStream.rangeClosed(1, 12)
                .mapToObj(n -> "\"n%02d_image1.jpg\"".formatted(n))
                .collect(Collectors.joining(","));
        print("""
                {"state": "COMPLETED", "total": 1, "matches": 1, "non_matches": 0,
                 "counts": {"Success": 1}, "unpaired": [%s]}""".formatted(names));

        assertThat(shown.toString())
                .contains("12 images have no partner and were not compared: n01_image1.jpg, ", "n10_image1.jpg, …")
                .doesNotContain("n11");
    }

    private void print(String job, String... failures) {
        new JobSummary(new PrintWriter(shown, true))
                .print(
                        json(job),
                        Arrays.stream(failures).map(JobSummaryTest::json).toList());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
