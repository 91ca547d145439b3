package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.CardJson;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelCards;
import io.facematch.job.ModelUse;
import io.facematch.job.ModelUses;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ModelsIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TOKEN = Tokens.of("models");
    private static final String OTHER_FILE = "0".repeat(64);

    private final ModelCard embedder = card("starter-embedder");
    private final ModelCard detector = card("starter-detector");

    @BeforeEach
    void noWorkerYet() {
        API.sql.sql("delete from model_use").update();
        API.sql.sql("delete from model_combination").update();
    }

    @Test
    void listsEveryCardAlsoWithoutAnyWorker() {
        var models = API.get(TOKEN, "/v1/models").json().get("items");

        assertThat(models.valueStream().map(model -> model.get("id").asString()))
                .containsExactlyElementsOf(
                        ModelCards.all().stream().map(ModelCard::id).toList());
        for (var model : models) {
            assertThat(model.get("in_use").asBoolean()).isFalse();
            assertThat(model.get("uses").isEmpty()).isTrue();
        }
    }

    /** Such as one of a folder that only the workers have. */
    @Test
    void tellsOfModelsThatItHasNoCardOf() {
        var now = API.clock.instant();
        new ModelUses(API.sql)
                .record(new ModelUse(
                        "my-r50",
                        OTHER_FILE,
                        "1".repeat(64),
                        detector.id(),
                        detector.sha256(),
                        "2".repeat(64),
                        "my-r50/starter-detector/staff",
                        "3".repeat(64),
                        true,
                        now,
                        now));

        var models = API.get(TOKEN, "/v1/models").json();

        var unknown = models.get("without_card");
        assertThat(unknown.size()).isEqualTo(1);
        assertThat(unknown.at("/0/id").asString()).isEqualTo("my-r50");
        assertThat(unknown.at("/0/in_use").asBoolean()).isTrue();
        assertThat(unknown.at("/0/uses/0/calibration").asString()).isEqualTo("my-r50/starter-detector/staff");
        assertThat(model("starter-detector").at("/uses/0/embedder").asString()).isEqualTo("my-r50");
        assertProblem(API.get(TOKEN, "/v1/models/my-r50"), 404, "unknown-model");
    }

    @Test
    void showsTheCard() {
        var model = model("starter-embedder");

        assertThat(model.get("origin").asString()).isEqualTo("built_in");
        assertThat(model.get("card_sha256").asString()).isEqualTo(CardJson.sha256(ModelCards.file("starter-embedder")));

        assertThat(model.get("task").asString()).isEqualTo("embedder");
        assertThat(model.get("tier").asString()).isEqualTo("demonstration");
        assertThat(model.get("summary").asString()).isEqualTo(embedder.summary());
        assertThat(model.get("licence").asString()).isEqualTo(embedder.licence());
        assertThat(model.get("restrictions").asString()).isEqualTo(embedder.restrictions());
        assertThat(model.get("research_only").asBoolean()).isFalse();
        assertThat(model.get("training_data").asString()).isEqualTo(embedder.trainingData());
        assertThat(model.get("file").asString()).isEqualTo("starter-embedder.onnx");
        assertThat(model.get("sha256").asString()).isEqualTo(embedder.sha256());
        assertThat(model.get("bytes").asLong()).isEqualTo(embedder.bytes());
        assertThat(model.get("publisher").asString()).isEqualTo("Facematch");
        assertThat(model.get("sources").isEmpty()).isTrue();
        assertThat(model("yunet-2023mar").get("calibrations").isEmpty()).isTrue();
    }

    @Test
    void showsWhereAModelCanBeHad() {
        var container = card("espdl-mbf-112").sources().getFirst();
        var plain = card("yunet-2023mar").sources().getFirst();

        var source = model("espdl-mbf-112").at("/sources/0");

        assertThat(source.get("url").asString()).isEqualTo(container.url().toString());
        assertThat(source.get("bytes").asLong()).isEqualTo(container.bytes());
        assertThat(source.get("sha256").asString()).isEqualTo(container.sha256());
        assertThat(source.get("converter").asString()).isEqualTo("espdl");
        var file = model("yunet-2023mar");
        assertThat(file.at("/sources/0/url").asString()).isEqualTo(plain.url().toString());
        assertThat(file.at("/sources/0/sha256")).isEqualTo(file.get("sha256"));
        assertThat(file.get("sources").get(0).has("converter")).isFalse();
    }

    @Test
    void showsWhatEachSimilarityIsWorth() {
        var measured = embedder.calibrations().getFirst();

        var calibration = model("starter-embedder").get("calibrations").get(0);

        assertThat(calibration.get("id").asString()).isEqualTo(measured.id());
        assertThat(calibration.get("origin").asString()).isEqualTo("built_in");
        assertThat(calibration.get("sha256").asString()).isEqualTo(measured.sha256());
        assertThat(calibration.get("data_set").asString()).isEqualTo(measured.dataSet());
        assertThat(calibration.get("images").asInt()).isEqualTo(measured.images());
        assertThat(calibration.get("failures_to_enrol").asInt()).isEqualTo(measured.failuresToEnrol());
        assertThat(calibration.get("genuine_comparisons").asLong()).isEqualTo(measured.genuineComparisons());
        assertThat(calibration.get("impostor_comparisons").asLong()).isEqualTo(measured.impostorComparisons());
        assertThat(calibration.get("equal_error_rate").asDouble()).isEqualTo(measured.equalErrorRate());
        assertThat(calibration.get("detectors").get(0).asString()).isEqualTo("starter-detector");
        assertThat(similaritiesByName(calibration.get("points")))
                .containsExactly("standard 0.7", "strict 0.8", "maximum 0.9");
        for (int index = 0; index < measured.points().size(); index++) {
            var point = measured.points().get(index);
            var shown = calibration.get("points").get(index);
            assertThat(shown.get("false_match_rate").asDouble()).isEqualTo(point.falseMatchRate());
            assertThat(shown.get("cosine").asDouble()).isEqualTo(point.cosine());
            assertThat(shown.get("false_matches").asLong()).isEqualTo(point.falseMatches());
            assertThat(shown.get("false_non_match_rate").asDouble()).isEqualTo(point.falseNonMatchRate());
            assertThat(shown.get("extrapolated").asBoolean()).isEqualTo(point.extrapolated());
            assertThat(shown.at("/interval/low").asDouble())
                    .isEqualTo(point.interval().low());
            assertThat(shown.at("/interval/high").asDouble())
                    .isEqualTo(point.interval().high());
        }
    }

    @Test
    void saysWhichModelsWorkersCompareWithAndSinceWhen() {
        var now = API.clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var march = now.minus(Duration.ofDays(100));
        used(OTHER_FILE, "starter-embedder/old", march, now.minus(Duration.ofDays(40)));
        used(embedder.sha256(), "starter-embedder/new", now.minus(Duration.ofDays(40)), now.minusSeconds(30));

        var model = model("starter-embedder");

        assertThat(model.get("in_use").asBoolean()).isTrue();
        var uses = model.get("uses");
        assertThat(uses.size()).isEqualTo(2);
        assertThat(uses.get(0).get("in_use").asBoolean()).isTrue();
        assertThat(uses.get(0).get("calibration").asString()).isEqualTo("starter-embedder/new");
        assertThat(uses.get(0).get("detector").asString()).isEqualTo("starter-detector");
        assertThat(uses.get(0).get("detector_sha256").asString()).isEqualTo(detector.sha256());
        assertThat(uses.get(1).get("in_use").asBoolean()).isFalse();
        assertThat(uses.get(1).get("embedder_sha256").asString()).isEqualTo(OTHER_FILE);
        assertThat(Instant.parse(uses.get(1).get("first_used_at").asString())).isEqualTo(march);
        assertThat(model("starter-detector").get("in_use").asBoolean()).isTrue();
        assertThat(model("starter-detector").get("uses")).isEqualTo(uses);
        assertThat(model("espdl-mbf-112").get("uses").isEmpty()).isTrue();
    }

    @Test
    void saysWhenTheCalibrationWasMeasuredWithAnotherDetector() {
        var now = API.clock.instant();
        var march = now.minus(Duration.ofDays(100));
        recordByAnOldWorker("before", march);
        record("other", false, march.plusSeconds(1));
        record("same", true, march.plusSeconds(2));

        var uses = model("starter-embedder").get("uses");

        assertThat(uses.get(0).get("calibrated_with_this_detector").asBoolean()).isTrue();
        assertThat(uses.get(1).get("calibrated_with_this_detector").asBoolean()).isFalse();
        assertThat(uses.get(2).has("calibrated_with_this_detector")).isFalse();
        assertThat(uses.get(1).get("embedder_card_sha256").asString()).isEqualTo("1".repeat(64));
        assertThat(uses.get(1).get("calibration_sha256").asString()).isEqualTo("3".repeat(64));
        assertThat(uses.get(2).has("embedder_card_sha256")).isFalse();
    }

    private void recordByAnOldWorker(String calibration, Instant at) {
        API.sql
                .sql("""
                        insert into model_use (embedder, embedder_sha256, detector, detector_sha256, calibration,
                            first_used_at, last_used_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(embedder.id(), embedder.sha256(), detector.id(), detector.sha256(), calibration)
                .params(Timestamp.from(at), Timestamp.from(at))
                .update();
    }

    private void record(String calibration, boolean calibratedWithThisDetector, Instant at) {
        new ModelUses(API.sql)
                .record(new ModelUse(
                        embedder.id(),
                        embedder.sha256(),
                        "1".repeat(64),
                        detector.id(),
                        detector.sha256(),
                        "2".repeat(64),
                        calibration,
                        "3".repeat(64),
                        calibratedWithThisDetector,
                        at,
                        at));
    }

    @Test
    void aFileOfTheSameNameIsNotTheOneOfTheCard() {
        used(OTHER_FILE, "calibration", API.clock.instant(), API.clock.instant());

        var model = model("starter-embedder");

        assertThat(model.get("in_use").asBoolean()).isFalse();
        assertThat(model.at("/uses/0/in_use").asBoolean()).isTrue();
    }

    @Test
    void noLongerUsesWhatNoWorkerRenews() {
        var now = API.clock.instant();
        used(embedder.sha256(), "calibration", now.minus(Duration.ofHours(1)), now.minus(Duration.ofMinutes(4)));

        var model = model("starter-embedder");

        assertThat(model.get("in_use").asBoolean()).isFalse();
        assertThat(model.at("/uses/0/in_use").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"facematch.compare", "facematch.bulk"})
    void isForEveryClient(String scope) {
        var token = Tokens.of("models", scope);

        assertThat(API.get(token, "/v1/models").status()).isEqualTo(200);
        assertThat(API.get(token, "/v1/models/starter-embedder").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/models/starter-embedder", "/v1/models/unknown"})
    void isForNobodyElse(String path) {
        assertProblem(API.send(path, request -> request), 401, "unauthenticated");
        assertProblem(API.get(Tokens.of("models", "other"), path), 403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "Starter-Embedder", "%20", "starter-embedder%20"})
    void anUnknownModelIsAProblem(String id) {
        assertProblem(API.get(TOKEN, "/v1/models/" + id), 404, "unknown-model");
    }

    private static JsonNode model(String id) {
        var answer = API.get(TOKEN, "/v1/models/" + id);
        assertThat(answer.status()).isEqualTo(200);
        var listed = API.get(TOKEN, "/v1/models")
                .json()
                .get("items")
                .valueStream()
                .filter(model -> model.get("id").asString().equals(id))
                .findFirst();
        assertThat(listed).contains(answer.json());
        return answer.json();
    }

    private void used(String embedderSha256, String calibration, Instant first, Instant last) {
        new ModelUses(API.sql)
                .record(new ModelUse(
                        embedder.id(),
                        embedderSha256,
                        "1".repeat(64),
                        detector.id(),
                        detector.sha256(),
                        "2".repeat(64),
                        calibration,
                        "3".repeat(64),
                        true,
                        first,
                        last));
    }

    private static Stream<String> similaritiesByName(JsonNode points) {
        return points.valueStream()
                .filter(point -> point.has("operating_point"))
                .map(point -> point.get("operating_point").asString() + " "
                        + point.get("similarity").asDouble());
    }

    private static ModelCard card(String id) {
        return ModelCards.all().stream()
                .filter(card -> card.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
