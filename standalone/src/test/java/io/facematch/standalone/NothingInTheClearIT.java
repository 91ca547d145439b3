package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.ConnectionFactory;
import io.facematch.broker.ProcessExit;
import io.facematch.standalone.privacy.search.UnlinkedFiles;
import io.facematch.testing.ClearTextScan;
import io.facematch.testing.Form;
import io.facematch.testing.Ledger;
import io.facematch.testing.TestBroker;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * No image, no name and no subject is ever on a disk in the clear: not while an archive is uploaded, not while its pairs
 * wait, not afterwards. The product runs in a process of its own with folders of its own, and logs all that our code has to say.
 */
class NothingInTheClearIT {
    private static final int PAIRS = 20;

    private ClearTextScan scan = new ClearTextScan();

    @Test
    void keepsImagesAndNamesFromEveryDisk(@TempDir Path folder) throws Exception {
        assumeTrue(TestBroker.isPrivate(), "a broker whose folder can be looked into");
        var home = folder.resolve("home");
        var temporary = Files.createDirectory(folder.resolve("tmp"));
        var log = folder.resolve("up.log");
        var places = new Path[] {home, temporary, log, TestBroker.folder()};
        var settings = Map.of(
                "FACEMATCH_LOG_LEVEL", "trace",
                "LOGGING_LEVEL_ROOT", "info",
                "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        var crashLog = folder.resolve("crash.log");
        var options = List.of("-XX:ErrorFile=" + crashLog);
        try (var up = UpProcess.start(home, options, settings, log)) {
            var bulk = upload(up, archive(), places);
            assertThat(scan.hits(places)).as("while pairs wait").isEmpty();
            var database = up.database();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !new Ledger(database, bulk).state().equals("RUNNING"));
            new Ledger(database, bulk).assertCompletedExactlyOnce(PAIRS + 4);
            var single = single(up);
            new Ledger(database, single).assertCompletedExactlyOnce(1);
            refused(up);
            try (var client = up.client()) {
                // What its owner saves is in the clear, and is saved elsewhere.
                client.saveResults("/v1/jobs/" + bulk + "/results", folder.resolve("saved"));
            }
            assertThat(scan.hits(folder.resolve("saved"))).isNotEmpty();
            // So that all there is to write is written.
            database.sql("checkpoint").update();

            assertThat(scan.hits(places)).as("when the jobs are over").isEmpty();
            assertThat(up.output()).as("it did talk").contains("INFO");

            writeInTheClear(up, temporary, log);
            assertThat(scan.hits(home)).as("a row in a table is found").isNotEmpty();
            assertThat(scan.hits(temporary)).as("a temporary file is found").isNotEmpty();
            assertThat(scan.hits(log)).as("a line of the log is found").isNotEmpty();
            assertThat(scan.hits(TestBroker.folder()))
                    .as("an unsealed message is found")
                    .isNotEmpty();

            scan = new ClearTextScan();
            crashWhilePairsAreCompared(up);
            assertThat(OtherProcess.cores()).isEmpty();
            assertThat(scan.hits(crashLog, home, temporary, log, TestBroker.folder()))
                    .as("after a crash")
                    .isEmpty();
            var key = Files.readString(home.resolve("master.key")).strip();
            var secrets = List.of(
                    key.getBytes(StandardCharsets.US_ASCII),
                    Base64.getDecoder().decode(key),
                    up.token().getBytes(StandardCharsets.US_ASCII));
            assertThat(ClearTextScan.found(crashLog, secrets.stream())).isEmpty();
            assertThat(crashLog).content().as("it did crash").contains("SIGSEGV");
        }
    }

    private void crashWhilePairsAreCompared(UpProcess up) throws IOException, InterruptedException {
        var databaseServer = up.databaseServer();
        var database = up.database();
        try (var client = up.client()) {
            var file = Files.write(Files.createTempFile("pairs", ".zip"), archive());
            var job = UUID.fromString(client.submit(file).path("id").asString());
            Files.delete(file);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !new Ledger(database, job).indices().isEmpty());
            up.crash();
            assertThat(new Ledger(database, job).state()).isEqualTo("RUNNING");
        } finally {
            databaseServer.destroy();
            await().until(() -> ProcessExit.hasEnded(databaseServer));
        }
    }

    /** Pairs of all kinds, with a secret in every name and every image. */
    private byte[] archive() throws IOException {
        var archive = new Zip();
        for (int i = 0; i < PAIRS; i++) {
            archive.pair(name("pair"), marked("person07_selfie"), marked("person07_id"));
        }
        var photo = marked("person06_selfie");
        return archive.pair(name("no-face"), marked("fixture_no_face"), photo)
                .pair(name("truncated"), Arrays.copyOf(photo, 1500), photo)
                .pair(name("text"), scan.text().getBytes(StandardCharsets.UTF_8), photo)
                .pair(name("empty"), new byte[0], photo)
                .add(name("unpaired") + "_image1.jpg", photo)
                .add(name("ignored") + ".txt", scan.text().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private String name(String stem) {
        return scan.text() + "/" + stem + "-" + scan.text();
    }

    private byte[] marked(String portrait) throws IOException {
        return scan.marked(Samples.portrait(portrait));
    }

    /** Holds the last byte back until the disks were looked at. */
    private UUID upload(UpProcess up, byte[] archive, Path... places) throws IOException {
        var connection =
                (HttpURLConnection) up.address().resolve("/v1/jobs").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(archive.length);
        connection.setRequestProperty("Authorization", "Bearer " + up.token());
        connection.setRequestProperty("Content-Type", "application/zip");
        try (var body = connection.getOutputStream()) {
            body.write(archive, 0, archive.length - 1);
            body.flush();
            // It has a name, and is among the places.
            var spool = places[0].resolve("spool");
            var spooled = archive.length / 2;
            await("the spool fills").until(() -> longest(spool) > spooled);
            if (Files.isDirectory(Path.of("/proc/self/fd"))) {
                assertThat(scan.isInOneOf(UnlinkedFiles.of(up.handle().pid())))
                        .as("files without a name while an archive is uploaded")
                        .isFalse();
            }
            assertThat(scan.hits(places)).as("while an archive is uploaded").isEmpty();
            body.write(archive, archive.length - 1, 1);
        }
        assertThat(connection.getResponseCode()).isEqualTo(202);
        try (var answer = connection.getInputStream()) {
            return UUID.fromString(
                    JsonMapper.shared().readTree(answer).path("id").asString());
        }
    }

    private static long longest(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
        }
    }

    private UUID single(UpProcess up) throws IOException, InterruptedException {
        var answer = send(
                new Form()
                        .field("unique_id", scan.text())
                        .file("image1", scan.text() + ".jpg", marked("person06_selfie"))
                        .file("image2", scan.text() + ".jpg", marked("person06_id")),
                up);
        assertThat(answer).contains("\"Success\"");
        return UUID.fromString(JsonMapper.shared().readTree(answer).path("id").asString());
    }

    /** Requests that fail are told of in the log more than those that don't. */
    private void refused(UpProcess up) throws IOException, InterruptedException {
        var stem = name("twice");
        var twice = new Zip()
                .pair(stem, marked("person06_selfie"), marked("person06_id"))
                .pair("other/" + stem, marked("person06_selfie"), marked("person06_id"))
                .build();
        var answers = List.of(
                send(new Form().file("archive", scan.text() + ".zip", twice), up),
                send(new Form().file("archive", scan.text() + ".zip", marked("person06_id")), up),
                send(new Form().file(scan.text(), "photo.jpg", marked("person06_id")), up),
                send(new Form().file("image1", scan.text() + ".jpg", marked("person06_id")), up));
        assertThat(answers).allSatisfy(answer -> assertThat(answer).contains("\"status\":4"));
    }

    private static String send(Form form, UpProcess up) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = form.postTo(HttpRequest.newBuilder(up.address().resolve("/v1/jobs"))
                    .header("Authorization", "Bearer " + up.token())
                    .header("Prefer", "wait=10"));
            return http.send(request.build(), BodyHandlers.ofString()).body();
        }
    }

    /** What the scan must find, or its finding nothing means nothing. */
    private void writeInTheClear(UpProcess up, Path temporary, Path log) throws Exception {
        var marker = scan.bytes();
        Files.write(temporary.resolve("leak"), marker);
        Files.write(log, marker, StandardOpenOption.APPEND);
        up.database().sql("create table leak (content bytea)").update();
        up.database().sql("insert into leak values (?)").param(marker).update();
        var factory = new ConnectionFactory();
        factory.setUri(TestBroker.uri());
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare("leak", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.basicPublish("", "leak", null, marker);
            channel.waitForConfirmsOrDie();
            channel.queueDelete("leak");
        }
    }
}
