package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveSubmissionIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "archive-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);
    private final String person = "person-" + UUID.randomUUID();

    @AfterEach
    void namesNobodyInTheLog() throws IOException {
        API.assertNotLogged(person, token);
        API.assertSpoolIsEmpty();
    }

    @Test
    void acceptsARawArchive() {
        var answer = API.postZip(token, new Zip().pair(person).pair("b").build());

        assertThat(answer.status()).isEqualTo(202);
        var id = answer.id();
        assertThat(answer.header("Location")).contains("/v1/jobs/" + id);
        assertThat(answer.json().get("kind").asString()).isEqualTo("bulk");
        assertThat(answer.json().get("state").asString()).isEqualTo("RUNNING");
        assertThat(answer.json().get("total").asInt()).isEqualTo(2);
        assertThat(answer.json().get("unpaired").size()).isZero();
        var messages = API.takeMessages(id);
        assertThat(messages).hasSize(2).allSatisfy(message -> {
            assertThat(message.getEnvelope().getRoutingKey()).startsWith("facematch.bulk.");
            assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
            assertThat(message.getProps().getExpiration()).isNull();
            assertThat(new String(message.getBody(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("probe of", "reference of", person);
        });
        assertThat(messages)
                .extracting(message -> message.getProps().getHeaders().get("facematch-pair"))
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void acceptsAnArchiveAsAPart() {
        var before = API.postPair(
                token, new Form().field("operating_point", "strict").file("archive", Zip.ofPairs(person)));
        var after = API.postPair(
                token, new Form().file("archive", Zip.ofPairs(person)).field("operating_point", "strict"));
        var query = API.post(
                token, "/v1/jobs?operating_point=maximum", "application/x-zip-compressed", Zip.ofPairs(person));

        assertThat(before.json().get("operating_point").asString()).isEqualTo("strict");
        assertThat(after.json().get("operating_point").asString()).isEqualTo("strict");
        assertThat(query.json().get("operating_point").asString()).isEqualTo("maximum");
        assertThat(List.of(before, after, query))
                .allSatisfy(
                        answer -> assertThat(answer.json().get("total").asInt()).isEqualTo(1));
    }

    @Test
    void refusesAWrongOperatingPointOfAnArchive() {
        assertProblem(
                API.post(token, "/v1/jobs?operating_point=x", "application/zip", Zip.ofPairs(person)),
                400,
                "invalid-parameter");
        assertProblem(
                API.postPair(
                        token, new Form().file("archive", Zip.ofPairs(person)).field("operating_point", "x")),
                400,
                "invalid-parameter");
        assertThat(API.jobsOf(tenant)).isZero();
    }

    @Test
    void readsNamesAsTheAddressSays() {
        var folders = new Zip().pair("anna/" + person).pair("berta/" + person).build();
        var windows = new Zip(Charset.forName("IBM866"))
                .pair("\u0421\u043E\u043D\u044F")
                .build();

        assertProblem(API.postZip(token, folders), 422, "archive-not-usable");
        var byPath = API.post(token, "/v1/jobs?stems=path", "application/zip", folders);
        var guessed = API.postZip(token, windows);
        var said = API.post(token, "/v1/jobs?names=windows-1251&stems=name", "application/zip", windows);
        var unicode = API.postZip(token, Zip.ofPairs(person));

        assertThat(byPath.json().get("total").asInt()).isEqualTo(2);
        assertThat(guessed.json().at("/names/encoding").asString()).isEqualTo("cp866");
        assertThat(guessed.json().at("/names/guessed").asBoolean()).isTrue();
        assertThat(said.json().at("/names/encoding").asString()).isEqualTo("windows-1251");
        assertThat(said.json().at("/names/guessed").asBoolean()).isFalse();
        assertThat(unicode.json().has("names")).isFalse();
    }

    @Test
    void anotherReadingIsAnotherRequest() {
        var archive = Zip.ofPairs(person);
        var key = "key-" + UUID.randomUUID();

        assertThat(API.postZip(token, archive, "Idempotency-Key", key).status()).isEqualTo(202);
        assertProblem(
                API.post(token, "/v1/jobs?stems=path", "application/zip", archive, "Idempotency-Key", key),
                422,
                "idempotency-key-reused");
    }

    @ParameterizedTest
    @CsvSource({
        "names=klingon",
        "names=",
        "names=utf-16",
        "stems=folder",
        "stems=",
        "names=gbk&names=big5",
        "operatingPoint=strict",
        "threshold=0.9"
    })
    void refusesParametersThatItDoesNotKnow(String query) {
        var answer = API.post(token, "/v1/jobs?" + query, "application/zip", Zip.ofPairs(person));

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(API.jobsOf(tenant)).isZero();
    }

    @Test
    void refusesWhatIsNoArchive() {
        assertRefused("no archive".getBytes(StandardCharsets.US_ASCII), 400, "archive-refused", "NOT_A_ZIP");
        assertRefused(new byte[0], 400, "archive-refused", "");
        assertRefused(new Zip().build(), 400, "archive-refused", "EMPTY_ARCHIVE");
        var whole = Zip.ofPairs(person);
        assertRefused(Arrays.copyOf(whole, whole.length / 2), 400, "archive-refused", "");
        assertRefused(new Zip().pair(person).buildEncrypted(), 400, "archive-refused", "ENCRYPTED_MEMBER");
    }

    @Test
    void namesMembersThatLeaveTheArchive() {
        var answer = assertRefused(
                new Zip().pair("good").pair("../../" + person).pair("/etc/x").build(),
                400,
                "archive-refused",
                "UNSAFE_NAME");

        assertThat(answer.json().get("errors").valueStream().map(node -> node.asString()))
                .hasSize(4)
                .anyMatch(error -> error.contains(person));
    }

    @Test
    void refusesArchivesWithoutPairs() {
        var answer = assertRefused(
                new Zip()
                        .add(person + "_image1.jpg", "x")
                        .add("readme.txt", "y")
                        .build(),
                422,
                "archive-not-usable",
                "NO_PAIRS");
        assertThat(answer.text()).doesNotContain("readme");
    }

    @Test
    void namesEveryStemThatIsThereTwice() {
        var answer = assertRefused(
                new Zip()
                        .pair(person)
                        .pair("folder/" + person)
                        .pair("Anna")
                        .pair("b/anna")
                        .pair("fine")
                        .build(),
                422,
                "archive-not-usable",
                "DUPLICATE_STEM");

        var errors = answer.json().get("errors").toString();
        assertThat(errors).contains(person).containsIgnoringCase("anna").doesNotContain("fine");
    }

    @Test
    void reportsWhatHasNoPartner() {
        var answer = API.postZip(
                token,
                new Zip()
                        .pair("whole")
                        .add(person + "_image2.png", "alone")
                        .add("notes.txt", "x")
                        .build());

        assertThat(answer.status()).isEqualTo(202);
        var job = API.get(token, "/v1/jobs/" + answer.id()).json();
        assertThat(job.get("total").asInt()).isEqualTo(1);
        assertThat(job.get("unpaired").valueStream().map(node -> node.asString()))
                .containsExactly(person + "_image2.png");
        assertThat(job.get("ignored").asInt()).isEqualTo(1);
        assertThat(API.sql
                        .sql("select encode(sealed_unpaired, 'escape') from job where id = ?")
                        .param(answer.id())
                        .query(String.class)
                        .single())
                .doesNotContain(person);
    }

    @Test
    void decidesUnreadableMembersAtOnce() {
        var damaged = new Zip()
                .pair("a")
                .add(person + "_image1.jpg", "to be damaged")
                .add(person + "_image2.jpg", "fine")
                .add("empty_image1.jpg", "")
                .add("empty_image2.jpg", "")
                .add("large_image1.jpg", "fine")
                .add("large_image2.jpg", new byte[ApiServer.MAX_IMAGE_BYTES + 1])
                .add("together_image1.jpg", new byte[ApiServer.MAX_IMAGE_BYTES])
                .add("together_image2.jpg", new byte[ApiServer.MAX_IMAGE_BYTES])
                .pair("z")
                .buildDamaged("to be damaged");

        var answer = API.postZip(token, damaged);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.json().get("state").asString()).isEqualTo("RUNNING");
        var counts = answer.json().get("counts");
        assertThat(counts.get("InvalidImage").asInt()).isEqualTo(3);
        assertThat(counts.get("EmptyImage").asInt()).isEqualTo(1);
        assertThat(counts.get("Pending").asInt()).isEqualTo(2);
        assertThat(API.takeMessages(answer.id()))
                .extracting(message -> message.getProps().getHeaders().get("facematch-pair"))
                .containsExactlyInAnyOrder(0, 5);
        var items =
                API.get(token, "/v1/jobs/" + answer.id() + "/outcomes").json().get("items");
        assertThat(items.get(1).get("pair_id").asString()).isEqualTo(person);
        assertThat(items.get(1).get("status").asString()).isEqualTo("InvalidImage");
        assertThat(items.get(1).get("failures").get(0).get("side").asString()).isEqualTo("image1");
        assertThat(items.get(1).get("failures").get(0).get("reason").asString()).isEqualTo("damaged_file");
        assertThat(items.get(2).get("failures").size()).isEqualTo(2);
        assertThat(items.get(3).get("failures").get(0).get("side").asString()).isEqualTo("image2");
        assertThat(items.get(3).get("failures").get(0).get("reason").asString()).isEqualTo("too_large_file");
        assertThat(items.get(4)
                        .get("failures")
                        .valueStream()
                        .map(failure -> failure.get("reason").asString()))
                .containsExactly("too_large_pair", "too_large_pair");
    }

    @Test
    void completesAtOnceWhenNothingIsReadable() {
        var answer = API.postZip(
                token,
                new Zip()
                        .add(person + "_image1.jpg", "")
                        .add(person + "_image2.jpg", "x")
                        .build());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("state").asString()).isEqualTo("COMPLETED");
        assertThat(API.keysOf(answer.id())).containsExactly("LABELS");
        assertThat(API.get(token, "/v1/jobs/" + answer.id() + "/results").status())
                .isEqualTo(200);
    }

    @Test
    void refusesAnArchiveThatIsTooLarge() {
        var large = new Zip();
        for (int i = 0; i < 5; i++) {
            large.add("p" + i + "_image1.jpg", new byte[1 << 20]);
        }
        var zip = large.build();

        var announced = API.postZip(token, zip);
        var streamed = API.send(
                "/v1/jobs",
                request -> request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(zip)))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/zip"));
        var part = API.postPair(token, new Form().file("archive", zip));

        for (var answer : List.of(announced, streamed, part)) {
            assertProblem(answer, 413, "too-large");
        }
        assertThat(API.jobsOf(tenant)).isZero();
    }

    @Test
    void refusesBeforeTheBodyIsSent() throws IOException {
        for (var head : List.of(
                RawHttp.head(
                        "POST /v1/jobs HTTP/1.1",
                        token,
                        "Content-Type: application/zip",
                        "Expect: 100-continue",
                        "Content-Length: 3000000000"),
                RawHttp.head(
                        "POST /v1/jobs HTTP/1.1",
                        "no-token",
                        "Content-Type: application/zip",
                        "Expect: 100-continue",
                        "Content-Length: 1000"),
                RawHttp.head(
                        "POST /v1/jobs HTTP/1.1",
                        Tokens.of(tenant, "facematch.compare"),
                        "Content-Type: application/zip",
                        "Expect: 100-continue",
                        "Content-Length: 1000"))) {
            try (var http = new RawHttp(API)) {
                var answer = http.send(head).receive();

                assertThat(answer).matches("(?s)HTTP/1.1 (413|401|403) .*").contains("application/problem+json");
            }
        }
        try (var http = new RawHttp(API)) {
            var zip = Zip.ofPairs(person);
            var answer = http.send(RawHttp.head(
                            "POST /v1/jobs HTTP/1.1",
                            token,
                            "Content-Type: application/zip",
                            "Expect: 100-continue",
                            "Content-Length: " + zip.length))
                    .receive(true);
            assertThat(answer).startsWith("HTTP/1.1 100 ");
            assertThat(http.send(zip).receive()).startsWith("HTTP/1.1 202 ");
        }
    }

    /** A client that is busy sending must hear why it should not. */
    @Test
    void aRefusalReachesAClientThatKeepsSending() throws Exception {
        try (var http = new RawHttp(API)) {
            http.send(RawHttp.head(
                    "POST /v1/jobs HTTP/1.1", token, "Content-Type: application/zip", "Content-Length: " + (12 << 20)));
            for (int i = 0; i < 12; i++) {
                http.send(new byte[1 << 20]);
            }

            assertThat(http.receive()).startsWith("HTTP/1.1 413 ").contains("too-large");
        }
    }

    @Test
    void acceptsAnArchiveOfUnknownLength() {
        var zip = Zip.ofPairs(person, "b");

        var answer = API.send(
                "/v1/jobs",
                request -> request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(zip)))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/zip"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("total").asInt()).isEqualTo(2);
    }

    /** Neither while it is uploaded nor after it broke off is there an image on a disk; and the place is free again. */
    @Test
    void anAbortedUploadLeavesNothing() throws IOException {
        var marker = ("marker-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);
        var image = new byte[1 << 20];
        for (int at = 0; at + marker.length < image.length; at += 64) {
            System.arraycopy(marker, 0, image, at, marker.length);
        }
        var zip = new Zip()
                .add(person + "_image1.jpg", image)
                .add(person + "_image2.jpg", image)
                .build();
        var before = API.logged().size();
        // File systems write times down a little late.
        var began = Instant.now().minusSeconds(1);
        var control = Files.write(API.spool.resolve("control"), marker);
        assertThat(filesWithMarker(API.spool, marker, began)).containsExactly(control);
        Files.delete(control);

        for (int attempt = 0; attempt < 6; attempt++) {
            try (var http = new RawHttp(API)) {
                http.send(RawHttp.head(
                        "POST /v1/jobs HTTP/1.1",
                        token,
                        "Content-Type: application/zip",
                        "Content-Length: " + zip.length));
                http.send(Arrays.copyOf(zip, zip.length - 100));
                var open = Awaitility.await().until(() -> openSpools(), found -> !found.isEmpty());
                Awaitility.await().until(() -> Files.size(open.getFirst()) >= 1 << 20);
                assertThat(open).noneMatch(spool -> holdsMarker(spool, marker));
                http.reset();
            }
            Awaitility.await().until(() -> openSpools().isEmpty());
        }

        assertThat(API.jobsOf(tenant)).isZero();
        assertThat(filesWithMarker(API.spool, marker, began)).isEmpty();
        assertThat(API.postZip(token, zip).status()).isEqualTo(202);
        assertThat(filesWithMarker(Path.of(System.getProperty("java.io.tmpdir")), marker, began))
                .isEmpty();
        assertThat(API.logged().stream().skip(before)).noneMatch(line -> line.startsWith("ERROR"));
    }

    @Test
    void limitsUploadsAtOnce() throws IOException {
        var slow = IntStream.range(0, 4).mapToObj(n -> upload()).toList();
        Awaitility.await().until(() -> openSpools().size() == 4);

        var answer = API.postZip(token, Zip.ofPairs(person));

        assertProblem(answer, 429, "too-many-uploads");
        assertThat(answer.header("Retry-After")).isPresent();
        for (var http : slow) {
            http.reset();
        }
        Awaitility.await().until(() -> openSpools().isEmpty());
        Awaitility.await().until(() -> API.postZip(token, Zip.ofPairs(person)).status() == 202);
    }

    private RawHttp upload() {
        try {
            return new RawHttp(API)
                    .send(RawHttp.head(
                            "POST /v1/jobs HTTP/1.1", token, "Content-Type: application/zip", "Content-Length: 1000"))
                    .send("PK");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Jobs do not share a lane while another has less to do; one large pair makes a job one of large pairs. */
    @ParameterizedTest
    @CsvSource({"524000, 0, 4", "525000, 5, 7"})
    void choosesTheLaneWithTheLeastWorkAmongThoseForPairsOfItsSize(int bytes, int first, int last) {
        var archive = new Zip()
                .pair("a", "x".getBytes(StandardCharsets.US_ASCII), "y".getBytes(StandardCharsets.US_ASCII))
                .add("x_image1.jpg", new byte[bytes])
                .add("x_image2.jpg", "y")
                .build();
        var lanes = new HashSet<Integer>();
        for (int i = 0; i < 6; i++) {
            lanes.add(lane(API.postZip(token, archive).id()));
        }
        assertThat(lanes).allMatch(lane -> lane >= first && lane <= last);
        assertThat(lanes.size()).isGreaterThanOrEqualTo(last - first);
    }

    private static Integer lane(UUID job) {
        return API.sql
                .sql("select lane from job where id = ?")
                .param(job)
                .query(Integer.class)
                .single();
    }

    @Test
    void acceptsSeveralArchivesAtOnce() {
        var answers = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(
                        () -> API.postZip(token, Zip.ofPairs(person, "b", "c")),
                        task -> Thread.ofVirtual().start(task)))
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(202));
    }

    private Answer assertRefused(byte[] zip, int status, String code, String rule) {
        var answer = API.postZip(token, zip);
        var asPart = API.postPair(token, new Form().file("archive", zip));

        assertProblem(answer, status, code);
        assertThat(answer.json().get("detail").asString()).startsWith(rule);
        assertThat(asPart.body()).isEqualTo(answer.body());
        assertThat(API.jobsOf(tenant)).isZero();
        return answer;
    }

    /** Files of the spool folder that this process holds open; they have no name there. */
    private static List<Path> openSpools() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(ArchiveSubmissionIT::isSpool).toList();
        }
    }

    private static boolean isSpool(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(API.spool);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /** Of those that were written since then, of which other programs, too, may write many. */
    private static List<Path> filesWithMarker(Path folder, byte[] marker, Instant since) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && attributes.size() < 64 << 20
                        && attributes.lastModifiedTime().toInstant().isAfter(since)
                        && holdsMarker(file, marker)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // another's, or gone meanwhile
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean holdsMarker(Path file, byte[] marker) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(new String(marker, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return false;
        }
    }
}
