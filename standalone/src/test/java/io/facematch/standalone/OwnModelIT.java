package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.card.CardJson;
import io.facematch.testing.Form;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model of one's own from its file to an outcome: added, calibrated, chosen, used, shown. */
class OwnModelIT {
    private static final Path PUBLISHED = Samples.project()
            .resolve("../shared/models/omz_face-reidentification-retail-0095_128_fp32.onnx")
            .normalize();

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void isAddedCalibratedChosenUsedAndShown() throws Exception {
        assumeTrue(Files.isRegularFile(PUBLISHED), "there is no " + PUBLISHED);
        var models = folder.resolve("models");

        assertThat(run(models, "models", "add", PUBLISHED.toString(), "--id", "my-omz", "--contract", "omz-128"))
                .contains("Added my-omz", "256 dimensions", "It can't decide before it is calibrated");
        assertThat(run(
                        models,
                        "calibrate",
                        people().toString(),
                        "--model",
                        "my-omz",
                        "--detector",
                        "starter-detector",
                        "--name",
                        "sample-people",
                        "--out",
                        folder.resolve("calibration").toString(),
                        "--save"))
                .contains("It decides where FACEMATCH_EMBEDDER=my-omz.");

        var settings = Map.of(
                "FACEMATCH_MODELS", models.toString(),
                "FACEMATCH_EMBEDDER", "my-omz",
                "FACEMATCH_DETECTOR", "starter-detector",
                "FACEMATCH_OFFLINE", "true");
        try (var up = UpProcess.start(folder.resolve("home"), List.of(), settings, folder.resolve("up.log"));
                var http = HttpClient.newHttpClient()) {
            var same = outcome(up, http, "person01_selfie", "person01_id");
            var different = outcome(up, http, "person05_selfie", "person01_id");

            assertThat(same.path("match").asBoolean()).isTrue();
            assertThat(different.path("match").asBoolean()).isFalse();
            assertThat(same.path("model").asString()).isEqualTo("my-omz");
            assertThat(same.path("card_sha256").asString()).isEqualTo(sha256(models.resolve("my-omz.card.json")));
            assertThat(same.path("calibration").asString()).isEqualTo("my-omz/starter-detector/sample-people");
            assertThat(same.path("calibration_sha256").asString())
                    .isEqualTo(sha256(folder.resolve("calibration/calibration.json")));
            var shown = json(http, request(up, "/v1/models/my-omz").GET());
            assertThat(shown.path("origin").asString()).isEqualTo("folder");
            assertThat(shown.path("in_use").asBoolean()).isTrue();
            assertThat(shown.at("/uses/0/embedder_card_sha256")).isEqualTo(same.path("card_sha256"));
            assertThat(shown.at("/uses/0/calibration_sha256")).isEqualTo(same.path("calibration_sha256"));
            // Too few people were measured.
            assertThat(up.output())
                    .contains("threshold of standard, strict, maximum: its false match rate is not known");
        }
    }

    private static JsonNode outcome(UpProcess up, HttpClient http, String one, String other)
            throws IOException, InterruptedException {
        var pair = Form.pair(Samples.portrait(one), Samples.portrait(other));
        return json(http, pair.postTo(request(up, "/v1/jobs").header("Prefer", "wait=30")))
                .path("outcome");
    }

    private static HttpRequest.Builder request(UpProcess up, String path) {
        return HttpRequest.newBuilder(up.address().resolve(path)).header("Authorization", "Bearer " + up.token());
    }

    private static JsonNode json(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Runs a command with this folder of models, and returns what it said. */
    private String run(Path models, String... arguments) throws IOException, InterruptedException {
        var log = folder.resolve("log");
        Files.deleteIfExists(log);
        try (var process = OtherProcess.start(
                FacematchCommand.class,
                List.of("-Xmx384m"),
                Map.of("FACEMATCH_MODELS", models.toString(), "FACEMATCH_OFFLINE", "true"),
                log,
                arguments)) {
            assertThat(process.exitStatus()).as(process.output()).isZero();
            return process.output();
        }
    }

    private Path people() throws IOException {
        var people = folder.resolve("people");
        for (var person : List.of("01", "02", "03", "04", "05", "06", "07", "08")) {
            var photos = Files.createDirectories(people.resolve(person));
            for (var view : Stream.of("id", "selfie").toList()) {
                Files.write(photos.resolve(view + ".jpg"), Samples.portrait("person" + person + "_" + view));
            }
        }
        return people;
    }

    private static String sha256(Path file) throws IOException {
        return CardJson.sha256(Files.readAllBytes(file));
    }
}
