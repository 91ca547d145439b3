package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vendors' routes with real photos, through broker, networks and database; with the models that are built in. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the one setup fills the fields
class VendorRoutesIT {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PROCESSED =
            "{\"version\":null,\"statusCode\":200,\"messages\":[\"Processed successfully\"],\"result\":";
    private static final byte[] NO_PHOTO = "not a photo".getBytes(StandardCharsets.US_ASCII);

    private TestServer server;
    private byte[] selfie;
    private byte[] document;
    private byte[] stranger;

    @BeforeAll
    void start() throws IOException {
        server = SharedServer.get();
        selfie = Samples.portrait("person01_selfie");
        document = Samples.portrait("person01_id");
        stranger = Samples.portrait("person05_id");
    }

    @Test
    void facematchOfTheSamePerson() throws Exception {
        var answer = facematch(selfie, document);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .matches("\\{\"confidence_score\":0\\.\\d{1,4},\"facematch_result\":\"True\",\"credits_consumed\":2}");
        assertThat(JSON.readTree(answer.body()).path("confidence_score").asDouble())
                .isGreaterThanOrEqualTo(0.7);
        assertAudited(answer, "kwikid", "Success", "MATCH");
    }

    @Test
    void facematchOfTwoPersons() throws Exception {
        var answer = facematch(selfie, stranger);

        assertThat(answer.statusCode()).isEqualTo(200);
        var body = JSON.readTree(answer.body());
        assertThat(body.path("facematch_result").asString()).isEqualTo("False");
        assertThat(body.path("confidence_score").asDouble()).isBetween(0.0, 0.6999);
        assertAudited(answer, "kwikid", "Success", "NON_MATCH");
    }

    @Test
    void theFacesOfBothPhotosAreCountedBesideTheAnswer() throws Exception {
        var twoPersons = Samples.portrait("fixture_two_persons");

        var several = facematch(selfie, twoPersons);
        var advanced = post("/advanced_facematch", Form.pair(twoPersons, document));
        var noPhoto = facematch(twoPersons, NO_PHOTO);

        assertThat(several.body())
                .matches("\\{\"confidence_score\":0\\.\\d{1,4},\"facematch_result\":\"True\",\"credits_consumed\":2}");
        assertFaces(several, "image1=1, image2=2");
        assertFaces(advanced, "image1=2, image2=1");
        assertThat(noPhoto.statusCode()).isEqualTo(400);
        assertFaces(noPhoto, "image1=2");
    }

    @Test
    void facematchWithoutFaceIsANonMatchAndWithoutPhotoARefusal() throws Exception {
        var noFace = facematch(Samples.portrait("fixture_no_face"), document);
        var noPhoto = facematch(selfie, NO_PHOTO);

        assertThat(noFace.statusCode()).isEqualTo(200);
        assertThat(noFace.body())
                .isEqualTo("{\"confidence_score\":0.0,\"facematch_result\":\"False\",\"credits_consumed\":2}");
        assertThat(noFace.headers().firstValue("Facematch-Reason")).contains("image1=no_face");
        assertAudited(noFace, "kwikid", "NoFaceDetected", null);
        assertThat(noPhoto.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(noPhoto.body()).path("msg").asString()).startsWith("image2: not a JPEG");
        assertAudited(noPhoto, "kwikid", "InvalidImage", null);
    }

    @Test
    void advancedFacematchOfTwoPhotosAndOfOne() throws Exception {
        var two = post("/advanced_facematch", Form.pair(selfie, document));
        var one = post("/advanced_facematch", new Form().file("image1", "selfie.jpg", selfie));

        assertThat(two.statusCode()).as(two.body()).isEqualTo(200);
        var match = JSON.readTree(two.body()).path("image1_image2_facematch");
        assertThat(match.path("result").asString()).isEqualTo("True");
        assertThat(match.path("confidence").asDouble()).isBetween(70.0, 100.0);
        assertAudited(two, "kwikid", "Success", "MATCH");
        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(one.body())
                        .at("/image1_image2_facematch/performed")
                        .asString())
                .isEqualTo("False");
        for (var answer : new JsonNode[] {JSON.readTree(two.body()), JSON.readTree(one.body())}) {
            assertThat(answer.path("overall_result").asString()).isEqualTo("False");
            assertThat(answer.at("/image1/performed").asString()).isEqualTo("False");
        }
    }

    @Test
    void compareIsSymmetric() throws Exception {
        for (var other : new byte[][] {
            document,
            stranger,
            Samples.portrait("fixture_no_face"),
            Samples.portrait("fixture_two_persons"),
            Samples.portrait("fixture_blurred"),
            NO_PHOTO
        }) {
            var oneWay = compare(selfie, other);
            var otherWay = compare(other, selfie);

            assertThat(oneWay.statusCode()).as(oneWay.body()).isEqualTo(200);
            assertThat(otherWay.body()).isEqualTo(oneWay.body()).startsWith(PROCESSED);
        }
        var noFaceAndNoPhoto = compare(Samples.portrait("fixture_no_face"), NO_PHOTO);
        assertThat(compare(NO_PHOTO, Samples.portrait("fixture_no_face")).body())
                .isEqualTo(noFaceAndNoPhoto.body())
                .contains("\"InvalidImage\"");
    }

    @Test
    void compareTellsEveryStatus() throws Exception {
        var match = compare(selfie, document);
        assertResult(match, true, "Success");
        assertAudited(match, "azakaw", "Success", "MATCH");
        var nonMatch = compare(selfie, stranger);
        assertResult(nonMatch, false, "Success");
        assertAudited(nonMatch, "azakaw", "Success", "NON_MATCH");
        var several = compare(Samples.portrait("fixture_two_persons"), document);
        assertResult(several, true, "Success"); // the best pair of faces counts
        assertFaces(several, "image1=2, image2=1");
        var noFace = compare(selfie, Samples.portrait("fixture_no_face"));
        assertResult(noFace, false, "NoFaceDetected");
        assertThat(noFace.headers().firstValue("Facematch-Reason")).contains("FaceFromDocument=no_face");
        assertFaces(noFace, "image1=1, image2=0");
        assertAudited(noFace, "azakaw", "NoFaceDetected", null);
        assertResult(compare(Samples.portrait("fixture_blurred"), document), false, "LowQuality");
        var noPhoto = compare(NO_PHOTO, document);
        assertThat(noPhoto.body())
                .isEqualTo(
                        PROCESSED + "{\"isFaceMatch\":false,\"matchingSimilarity\":0.0,\"status\":\"InvalidImage\"}}");
        assertAudited(noPhoto, "azakaw", "InvalidImage", null);
    }

    @Test
    void theSamePhotoTwiceIsAsAlikeAsCanBe() throws Exception {
        var result = JSON.readTree(compare(selfie, selfie).body()).path("result");

        assertThat(result.path("isFaceMatch").asBoolean()).isTrue();
        assertThat(result.path("matchingSimilarity").asDouble()).isGreaterThan(0.999);
    }

    private static void assertFaces(HttpResponse<String> answer, String counted) {
        assertThat(answer.headers().allValues("Facematch-Faces")).containsExactly(counted);
    }

    private static void assertResult(HttpResponse<String> answer, boolean match, String status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Facematch-Status")).contains(status);
        var result = JSON.readTree(answer.body()).path("result");
        assertThat(result.path("isFaceMatch").asBoolean()).as(answer.body()).isEqualTo(match);
        assertThat(result.path("status").asString()).isEqualTo(status);
    }

    private void assertAudited(HttpResponse<String> answer, String surface, String status, @Nullable String decision) {
        var job = UUID.fromString(answer.headers().firstValue("Facematch-Job").orElseThrow());
        var row = server.database()
                .sql("select surface, status, decision, tenant from outcome where job_id = ?")
                .param(job)
                .query()
                .singleRow();
        assertThat(row)
                .containsEntry("surface", surface)
                .containsEntry("status", status)
                .containsEntry("decision", decision)
                .containsEntry("tenant", TestServer.TENANT);
    }

    @Test
    void ofTwentyRequestsAtOnceFiveAreAnsweredAndAtMostARefill() throws Exception {
        Callable<Integer> request = () -> {
            var answer = server.send(compareForm(selfie, document)
                    .postTo(server.requestAs(SharedServer.LIMITED, "/ExtFaceComparison/Compare")));
            assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(answer.statusCode() == 429);
            return answer.statusCode();
        };
        List<Integer> statuses;
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = clients.invokeAll(Collections.nCopies(20, request)).stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertThat(statuses).containsOnly(200, 429);
        assertThat(statuses).filteredOn(status -> status == 200).hasSizeBetween(5, 10);
    }

    private HttpResponse<String> facematch(byte[] image1, byte[] image2) throws Exception {
        return post("/facematch", Form.pair(image1, image2));
    }

    private HttpResponse<String> compare(byte[] liveness, byte[] fromDocument) throws Exception {
        return post("/ExtFaceComparison/Compare", compareForm(liveness, fromDocument));
    }

    private static Form compareForm(byte[] liveness, byte[] fromDocument) {
        return new Form()
                .file("LivenessFace", "selfie.jpg", liveness)
                .file("FaceFromDocument", "id-face.jpg", fromDocument);
    }

    private HttpResponse<String> post(String path, Form form) throws IOException, InterruptedException {
        return server.send(form.postTo(server.request(path)));
    }
}
