package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.tenant.TenantKeys;
import io.facematch.testing.Form;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Who has a photo finds the outcomes in which it was, and leaves a digest of it behind, never the photo. */
class PhotoSearchIT {
    private static final ApiServer API = ApiServer.get();
    private static final String SEARCH = "/v1/outcomes/search";
    private static final int LARGEST = 1 << 20; // of this server

    private static byte[] portrait;

    private final String tenant = "photo-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant, "auditor", "facematch.audit facematch.compare");
    private final String admin = Tokens.of(tenant, "facematch.admin facematch.audit.sensitive");

    @BeforeAll
    static void readAPortrait() throws IOException {
        portrait = Files.readAllBytes(Path.of("..", "samples", "portraits", "person01_selfie.jpg"));
    }

    /** Others than all others. So much stands behind the picture that the API itself keeps the digest of what was sent. */
    private static byte[] photo(int number) {
        var photo = Arrays.copyOf(portrait, 3 * portrait.length);
        photo[photo.length - 1] = (byte) number;
        return photo;
    }

    private String compare(byte[] probe, byte[] reference) {
        var job = API.postPair(token, Form.pair(probe, reference)).id();
        API.complete(job);
        return job + ".0";
    }

    private Answer search(String with, Form form) {
        return API.post(with, SEARCH, Form.CONTENT_TYPE, form.build());
    }

    private static Form form(byte[] photo) {
        return new Form().file("photo", photo);
    }

    private JsonNode found(Form form) {
        var answer = search(token, form);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json().get("items");
    }

    private static List<String> values(JsonNode items, String member) {
        return items.valueStream().map(item -> item.get(member).asString()).toList();
    }

    @Test
    void aPhotoIsFoundOnBothSidesAndOthersAreNot() {
        var asProbe = compare(photo(1), photo(2));
        var asReference = compare(photo(3), photo(1));
        var asBoth = compare(photo(1), photo(1));
        compare(photo(2), photo(3));
        API.follow(tenant);

        var found = found(form(photo(1)));

        assertThat(values(found, "id")).containsExactly(asBoth, asReference, asProbe);
        assertThat(values(found, "photo_side")).containsExactly("both", "image2", "image1");
        assertThat(found(form(photo(9)))).isEmpty();
        assertThat(found(form(portrait))).as("without what stands behind it").isEmpty();
        assertThat(API.get(token, "/v1/outcomes").json().get("items"))
                .hasSize(4)
                .allSatisfy(item -> assertThat(item.has("photo_side")).isFalse());
    }

    @Test
    void theOtherFiltersHoldInAForm() {
        var first = compare(photo(1), photo(2));
        var second = compare(photo(1), photo(2));
        API.follow(tenant);

        assertThat(values(found(form(photo(1)).field("order", "oldest")), "id")).containsExactly(first, second);
        assertThat(values(
                        found(new Form()
                                .field("job", second.substring(0, second.indexOf('.')))
                                .file("photo", photo(1))),
                        "id"))
                .containsExactly(second);
        assertThat(found(form(photo(1)).field("decision", "non_match"))).isEmpty();
        assertThat(found(form(photo(1)).field("subject", "nobody"))).isEmpty();
    }

    @Test
    void theNextPageIsAskedForWithTheSamePhoto() {
        var first = compare(photo(1), photo(2));
        var second = compare(photo(1), photo(2));
        API.follow(tenant);
        var page = search(token, form(photo(1)).field("limit", "1")).json();
        assertThat(values(page.get("items"), "id")).containsExactly(second);
        var cursor = page.get("next_cursor").asString();

        assertThat(values(found(form(photo(1)).field("cursor", cursor)), "id")).containsExactly(first);
        for (var other : List.of(
                search(token, form(photo(2)).field("cursor", cursor)),
                API.get(token, "/v1/outcomes?cursor=" + cursor))) {
            assertProblem(other, 400, "invalid-parameter");
            assertThat(other.text()).contains("another search");
        }
    }

    @Test
    void tenantsAreApart() {
        var outcome = compare(photo(1), photo(2));
        API.follow(tenant);
        var foreign = tenant + "-foreign";

        assertThat(search(Tokens.of(foreign, "facematch.audit"), form(photo(1)))
                        .json()
                        .get("items"))
                .isEmpty();
        assertProblem(
                search(Tokens.of(foreign, "facematch.audit"), form(photo(1)).field("tenant", tenant)),
                403,
                "forbidden");
        assertThat(values(
                        search(
                                        Tokens.of(foreign, "facematch.audit facematch.admin"),
                                        form(photo(1)).field("tenant", tenant))
                                .json()
                                .get("items"),
                        "id"))
                .containsExactly(outcome);
        assertProblem(search(Tokens.of(tenant, "facematch.compare"), form(photo(1))), 403, "forbidden");
    }

    /** As for a subject: the digest, for few only, and never the photo. */
    @Test
    void whoAskedForAPhotoIsWrittenDown() {
        compare(photo(1), photo(2));
        API.follow(tenant);
        found(form(photo(1)));
        assertThat(API.post(
                                token,
                                "/v1/outcomes/export",
                                Form.CONTENT_TYPE,
                                form(photo(1)).build())
                        .status())
                .isEqualTo(200);
        API.follow(tenant);

        var rows = API.get(admin, "/v1/audit/access").json().get("items");
        var plain = API.get(Tokens.of(tenant, "facematch.admin"), "/v1/audit/access");

        var digest = API.bean(TenantKeys.class).findPhotos(tenant).orElseThrow().digest(ByteBuffer.wrap(photo(1)));
        assertThat(values(rows, "what")).containsExactly("export", "export", "search");
        assertThat(values(rows, "photo_digest")).containsOnly(digest);
        assertThat(rows.get(2).get("filter").toString()).isEqualTo("{\"order\":\"newest\"}");
        assertThat(rows.get(2).at("/log/photo").asString()).hasSize(44);
        assertThat(plain.text()).doesNotContain(digest, "photo_digest");
        API.assertNotLogged(digest);
    }

    @Test
    void exportsInTheBackgroundTakeAPhotoToo() {
        var outcome = compare(photo(1), photo(2));
        compare(photo(3), photo(4));
        API.follow(tenant);

        var asked = API.post(
                token,
                "/v1/audit/exports",
                Form.CONTENT_TYPE,
                form(photo(1)).field("format", "jsonl").build());

        var address = ExportJobIT.awaitEnd(token, asked);
        assertThat(asked.json().get("filter").toString()).isEqualTo("{\"order\":\"newest\",\"photo\":\"(withheld)\"}");
        var content = API.get(token, address + "/content");
        assertThat(content.text().lines()).singleElement().asString().contains(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "twice | 400 | unexpected-part | photo is there twice",
                "empty | 400 | empty-part | photo is empty",
                "none | 400 | missing-part | photo is missing",
                "a text | 400 | unexpected-part | must be a file",
                "a name that is not known | 400 | invalid-parameter | 'colour' is not known here. Known are photo, ",
                "a file that is not known | 400 | invalid-parameter | 'image1' is not known here",
                "a text twice | 400 | unexpected-part | client is there twice",
                "a bad text | 400 | invalid-parameter | Asia/Dubai",
                "a long text | 413 | too-large | client is longer",
                "cut off | 400 | malformed-request | cut off",
                "too large | 413 | too-large | 1048576 bytes",
            })
    void refusesAFormThatItCantUse(String what, int status, String code, String help) {
        var one = new byte[] {1};
        var form = new Form();
        var body = switch (what) {
            case "twice" -> form.file("photo", one).file("photo", one).build();
            case "empty" -> form.file("photo", new byte[0]).build();
            case "none" -> form.field("client", "web").build();
            case "a text" -> form.field("photo", "face").build();
            case "a name that is not known" -> form(one).field("colour", "red").build();
            case "a file that is not known" -> form.file("image1", photo(1)).build();
            case "a text twice" ->
                form(one).field("client", "a").field("client", "a").build();
            case "a bad text" -> form(one).field("zone", "Mars/Olympus").build();
            case "a long text" -> form(one).field("client", "x".repeat(2000)).build();
            case "cut off" -> form(one).cutOff();
            case "too large" -> form(new byte[LARGEST + 1]).build();
            default -> throw new IllegalArgumentException(what);
        };

        var answer = API.post(token, SEARCH, Form.CONTENT_TYPE, body);

        assertProblem(answer, status, code);
        assertThat(answer.json().get("detail").asString()).contains(help);
    }

    @Test
    void aFormThatIsMuchTooLargeIsNotEvenRead() {
        var answer = API.post(
                token, SEARCH, Form.CONTENT_TYPE, form(new byte[2 * LARGEST]).build());

        assertProblem(answer, 413, "too-large");
    }

    /** Outcomes of files that are no photos have digests of them like all others. */
    @Test
    void aFileThatIsNoPhotoIsFoundAsWhatItIs() {
        assertThat(found(form("not a photo".getBytes(StandardCharsets.UTF_8)))).isEmpty();
    }

    @Test
    void aPhotoIsAFileInAFormAndNothingElse() {
        compare(photo(1), photo(2));
        API.follow(tenant);
        for (var answer : List.of(
                API.get(token, "/v1/outcomes?photo=abc"),
                API.get(token, "/v1/outcomes/export?photo=abc"),
                API.send(
                        "/v1/outcomes",
                        request -> request.header("Authorization", "Bearer " + token)
                                .header("Content-Type", Form.CONTENT_TYPE)
                                .method(
                                        "GET",
                                        BodyPublishers.ofByteArray(
                                                form(photo(1)).build()))))) {
            assertProblem(answer, 400, "invalid-parameter");
            assertThat(answer.text()).contains("POST", SEARCH);
        }
        var inJson =
                API.post(token, SEARCH, "application/json", "{\"photo\": \"abc\"}".getBytes(StandardCharsets.UTF_8));
        assertProblem(inJson, 400, "invalid-parameter");
        assertThat(inJson.text()).contains("multipart/form-data");
        assertProblem(
                API.post(
                        token,
                        SEARCH + "?client=web",
                        Form.CONTENT_TYPE,
                        form(photo(1)).build()),
                400,
                "invalid-parameter");
    }

    @Test
    void aPageIsOneStatement() {
        compare(photo(1), photo(2));
        API.follow(tenant);
        var statistics = API.bean(EntityManagerFactory.class)
                .unwrap(SessionFactory.class)
                .getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            statistics.clear();
            assertThat(found(form(photo(1)))).hasSize(1);

            assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }
}
