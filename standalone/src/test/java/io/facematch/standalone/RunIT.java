package io.facematch.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.api.security.Scopes;
import io.facematch.standalone.access.ClientsDatabase;
import io.facematch.testing.Relay;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./facematch run} against a server elsewhere, as its user has it: a process, its output, the file it saves. */
class RunIT {
    /** Whose jobs may have two pairs. */
    private static final String SMALL = "small";

    /** The same. */
    private static final String CANCELLED = "cancelled";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path photos;

    private int commands;

    @BeforeAll
    static void start(@TempDir Path home) throws IOException {
        server = TestServer.start(
                home,
                Map.of(
                        "facematch.limits.tenants." + SMALL + ".pairs-per-job", "2",
                        "facematch.limits.tenants." + CANCELLED + ".pairs-per-job", "2"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        server.resumeWorker();
        photos = Files.createDirectories(folder.resolve("photos"));
    }

    private void putPair(String stem, int probe, int reference) throws IOException {
        Files.createDirectories(photos.resolve("selfies"));
        Files.write(photos.resolve("selfies/" + stem + "_image1.jpg"), portrait(probe, "selfie"));
        Files.write(photos.resolve(stem + "_image2.jpg"), portrait(reference, "id"));
    }

    private static byte[] portrait(int person, String kind) throws IOException {
        return Samples.portrait("person0" + person + "_" + kind);
    }

    private OtherProcess run(String tenant, URI address, Path place, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "run",
                place.toString(),
                "--url",
                address.toString(),
                "--out",
                folder.resolve("out").toString()));
        arguments.addAll(Arrays.asList(more));
        var environment = new HashMap<>(Map.of(
                "FACEMATCH_HOME", folder.resolve("home").toString(),
                "FACEMATCH_TOKEN", server.token(tenant)));
        return OtherProcess.start(
                FacematchCommand.class,
                List.of(),
                environment,
                folder.resolve("command-" + ++commands + ".log"),
                arguments.toArray(String[]::new));
    }

    /** Returns what it printed. */
    private String runToTheEnd(String tenant, Path place, String... more) throws Exception {
        try (var process = run(tenant, server.address(), place, more)) {
            assertThat(process.exitStatus()).as(process.output()).isZero();
            return process.output();
        }
    }

    private static List<JsonNode> jobsOf(String tenant) throws Exception {
        return server.json(server.requestAs(tenant, "/v1/jobs?limit=100"), 200).path("items").values().stream()
                .toList();
    }

    /** The only results that there are, by the names of their files. */
    private Map<String, byte[]> results() throws IOException {
        try (var files = Files.list(folder.resolve("out"))) {
            var saved = files.toList();
            assertThat(saved).singleElement().asString().matches(".*/facematch-bulk-\\d{13}\\.zip");
            var members = new TreeMap<String, byte[]>();
            try (var zip = new ZipFile(saved.getFirst().toFile())) {
                for (var entry : zip.stream().toList()) {
                    members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
            return members;
        }
    }

    private JsonNode result(String file) throws IOException {
        return JsonMapper.shared().readTree(Objects.requireNonNull(results().get("results/" + file + ".json")));
    }

    @Test
    void comparesAFolderAndStartsNothingHere() throws Exception {
        putPair("anna", 7, 7);
        putPair("berta", 7, 1);
        Files.write(photos.resolve("carla_image1.jpg"), portrait(1, "selfie"));

        var output = runToTheEnd("folder", photos);

        assertThat(output)
                .contains(
                        "Uploading photos",
                        "1 image has no partner and was not compared: carla_image1.jpg",
                        "Results: ")
                .containsPattern("(?m)^Pairs +2 +100.0 %$");
        assertThat(results().keySet()).containsExactly("results/anna.json", "results/berta.json", "summary.xlsx");
        assertThat(result("anna").path("image1_path").asString()).isEqualTo("selfies/anna_image1.jpg");
        assertThat(folder.resolve("home/postgres")).doesNotExist();
        assertThat(folder.resolve("home/rabbitmq")).doesNotExist();
    }

    @Test
    void comparesAManifestAndCountsErrors() throws Exception {
        putPair("a", 7, 7);
        putPair("b", 7, 1);
        Files.writeString(folder.resolve("empty.jpg"), "");
        var manifest = Files.writeString(folder.resolve("pairs.csv"), """
                pair_id;image1;image2;same
                Zoë/visit 1;photos/selfies/a_image1.jpg;photos/a_image2.jpg;1
                b;photos/selfies/b_image1.jpg;photos/b_image2.jpg;1
                c;empty.jpg;photos/b_image2.jpg;0
                """);

        var output = runToTheEnd("manifest", manifest);

        assertThat(output)
                .contains("By the labels, at operating point standard:")
                .containsPattern("(?m)^False match rate +unknown: no pairs of different persons were compared$")
                .containsPattern(
                        "(?m)^False non-match rate +\\d+\\.\\d{4} %  [12] of 2 pairs of the same person \\(95 %: ");
        assertThat(result("Zoë%2Fvisit 1").path("pair_id").asString()).isEqualTo("Zoë/visit 1");
        assertThat(result("c").at("/error/code").asString()).isEqualTo("EmptyImage");
    }

    @Test
    void splitsWhatIsTooMuchAndMergesTheResults() throws Exception {
        for (var pair = 1; pair <= 5; pair++) {
            putPair("pair-" + pair, 7, pair == 5 ? 1 : 7);
        }
        Files.writeString(photos.resolve("pair-3_image2.jpg"), "no photo");

        var output = runToTheEnd(SMALL, photos);

        assertThat(output)
                .contains("Uploading photos, part 3 of 3")
                .containsPattern("(?m)^InvalidImage +1 +20.0 %$")
                .containsPattern("(?m)^Pairs +5 +100.0 %$");
        assertThat(jobsOf(SMALL)).hasSize(3);
        assertThat(results()).hasSize(6);
        var formatter = new DataFormatter();
        try (var workbook = new XSSFWorkbook(
                new ByteArrayInputStream(Objects.requireNonNull(results().get("summary.xlsx"))))) {
            var pairs = workbook.getSheet("Pairs");
            assertThat(pairs.getLastRowNum()).isEqualTo(5);
            for (var row = 1; row <= 5; row++) {
                assertThat(pairs.getRow(row).getCell(0).getNumericCellValue()).isEqualTo(row);
                assertThat(formatter.formatCellValue(pairs.getRow(row).getCell(1)))
                        .isEqualTo("pair-" + row);
                assertThat(pairs.getRow(row).getCell(15).getCellFormula()).contains("results/pair-" + row + ".json");
            }
            assertThat(workbook.getSheet("Failures").getLastRowNum()).isEqualTo(1);
            assertThat(workbook.getSheet("Failures").getRow(1).getCell(0).getNumericCellValue())
                    .isEqualTo(3);
            var summary = new HashMap<String, String>();
            workbook.getSheet("Summary")
                    .forEach(row -> summary.put(
                            formatter.formatCellValue(row.getCell(0)), formatter.formatCellValue(row.getCell(1))));
            assertThat(summary)
                    .containsEntry("All pairs", "5")
                    .containsEntry("Success", "4")
                    .containsEntry("InvalidImage", "1")
                    .containsEntry("State", "COMPLETED")
                    .containsEntry("Compared among all", "80.00%");
            for (var job : jobsOf(SMALL)) {
                assertThat(summary.get("Job")).contains(job.path("id").asString());
            }
        }
    }

    @Test
    void comparesOnlyWhatWasCancelledAgain() throws Exception {
        for (var pair = 1; pair <= 4; pair++) {
            putPair("pair-" + pair, 7, 7);
        }
        server.pauseWorker();
        try (var process = run(CANCELLED, server.address(), photos)) {
            await().atMost(PATIENCE).until(() -> jobsOf(CANCELLED).size() == 2);
            var cancelled = jobsOf(CANCELLED).getFirst().at("/links/self").asString();
            server.json(server.requestAs(CANCELLED, cancelled).DELETE(), 200);
            server.resumeWorker();

            assertThat(process.exitStatus()).isEqualTo(1);
            assertThat(process.output())
                    .contains("ended as CANCELLED after 0 of 2 pairs", "takes the results of the others");
        }
        try (var saved = Files.list(folder.resolve("out"))) {
            for (var file : saved.toList()) {
                Files.delete(file);
            }
        }

        assertThat(runToTheEnd(CANCELLED, photos))
                .contains("Found photos, part 1 of 2", "Uploading photos, part 2 of 2")
                .doesNotContain("Uploading photos, part 1");
        assertThat(results()).hasSize(5);
    }

    @Test
    void anotherClientOfTheTenantComparesTheSamePhotos() throws Exception {
        putPair("anna", 7, 7);
        for (var name : List.of("first", "second")) {
            var client = ClientsDatabase.with(
                    server.home(), clients -> clients.add(name, "two clients", List.of(Scopes.BULK)));
            var secret = Files.writeString(
                    folder.resolve("secret-" + name), client.secret().text());
            runToTheEnd(
                    "two clients",
                    photos,
                    "--client-id",
                    client.client().id(),
                    "--client-secret-file",
                    secret.toString());
        }
        assertThat(jobsOf("two clients")).hasSize(2);
    }

    @Test
    void packsALargeZipIntoSeveral() throws Exception {
        var archive = Files.write(folder.resolve("pairs.zip"), TestArchive.ofPairs(3));
        var before = jobsOf(SMALL).size();

        assertThat(runToTheEnd(SMALL, archive)).contains("Uploading pairs.zip, part 2 of 2");

        assertThat(jobsOf(SMALL)).hasSize(before + 2);
        assertThat(result("pair-2").path("success").asBoolean()).isTrue();
    }

    @Test
    void getsItsTokensForTheSecretOfAClient() throws Exception {
        putPair("anna", 7, 7);
        var client =
                ClientsDatabase.with(server.home(), clients -> clients.add("app", "credentials", List.of(Scopes.BULK)));
        var secret = Files.writeString(folder.resolve("secret"), client.secret().text() + "\n");
        var options = new String[] {"--client-id", client.client().id(), "--client-secret-file", secret.toString()};

        runToTheEnd("credentials", photos, options);

        assertThat(jobsOf("credentials")).hasSize(1);
        Files.writeString(secret, "of-somebody-else");
        assertThat(refused(server.address(), options)).contains("wrong --client-id or secret");
    }

    @Test
    void aTokenThatMayOnlyReadIsRefusedBeforeAnythingIsSent() throws Exception {
        putPair("anna", 7, 7);
        var token = server.home().issuer().token("reader", List.of(Scopes.READ), Instant.now());
        var file = Files.writeString(folder.resolve("token"), token);

        assertThat(refused(server.address(), "--token-file", file.toString()))
                .contains("it takes one with facematch.bulk")
                .hasLineCount(1);
    }

    @Test
    void sendsAgainWhatWasCutAndMakesOneJob() throws Exception {
        for (var pair = 1; pair <= 4; pair++) {
            putPair("pair-" + pair, 7, 7);
        }
        var relay = Relay.to(server.address().getPort());
        // Slow enough that the upload has not ended when its beginning is seen.
        relay.trickle(40_000);
        try (var process = run("cut", URI.create("http://localhost:" + relay.port()), photos)) {
            await().atMost(PATIENCE).until(() -> jobsSeenBy(process).contains("Uploading"));
            relay.cut();
            relay.mend();
            relay.heal();
            assertThat(process.exitStatus()).as(process.output()).isZero();
            assertThat(process.output()).contains("Waiting for the server: ", "Uploading photos again");
        } finally {
            relay.cut();
        }
        assertThat(jobsOf("cut")).hasSize(1);
        assertThat(results()).hasSize(5);
    }

    private static String jobsSeenBy(OtherProcess process) throws IOException {
        assertThat(process.isAlive()).as(process.output()).isTrue();
        return process.output();
    }

    @Test
    void aKilledClientFindsItsJobAgain() throws Exception {
        putPair("anna", 7, 7);
        server.pauseWorker();
        try (var process = run("killed", server.address(), photos)) {
            await().atMost(PATIENCE).until(() -> !jobsOf("killed").isEmpty());
            process.kill();
        }
        server.resumeWorker();

        var output = runToTheEnd("killed", photos);

        assertThat(jobsOf("killed")).hasSize(1);
        var job = jobsOf("killed").getFirst();
        assertThat(output)
                .contains("Found photos: job " + job.path("id").asString())
                .doesNotContain("Uploading");
        assertThat(results()).containsKey("results/anna.json");
        // What is done is compared anew.
        assertThat(runToTheEnd("killed", photos)).contains("Uploading");
        assertThat(jobsOf("killed")).hasSize(2);
    }

    @Test
    void waitsForAServerThatIsAway() throws Exception {
        putPair("anna", 7, 7);
        server.pauseWorker();
        var relay = Relay.to(server.address().getPort());
        try (var process = run("away", URI.create("http://localhost:" + relay.port()), photos)) {
            await().atMost(PATIENCE).until(() -> !jobsOf("away").isEmpty());
            relay.cut();
            await().atMost(PATIENCE).until(() -> jobsSeenBy(process).contains("Waiting for the server"));
            server.resumeWorker();
            relay.mend();
            assertThat(process.exitStatus()).as(process.output()).isZero();
        } finally {
            relay.cut();
        }
        assertThat(results()).containsKey("results/anna.json");
    }

    @Test
    void saysInALineWhyAServerCantBeUsed() throws Exception {
        putPair("anna", 7, 7);
        var file = Files.writeString(folder.resolve("token"), "no.token.ofThisServer", UTF_8);
        assertThat(refused(server.address(), "--token-file", file.toString()))
                .contains("does not take the token")
                .hasLineCount(1);
        assertThat(refused(server.address().resolve("/elsewhere")))
                .contains("there is no Facematch at")
                .hasLineCount(1);
        assertThat(jobsOf("refused")).isEmpty();
    }

    private String refused(URI address, String... more) throws Exception {
        try (var process = run("refused", address, photos, more)) {
            assertThat(process.exitStatus()).isEqualTo(1);
            return process.output();
        }
    }
}
