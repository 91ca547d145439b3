package io.facematch.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.TestBroker;
import io.facematch.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The images of both processes: the files of their layers, their own entry points, a real broker, a real database. */
class ImagesIT {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Image apiImage;

    @SuppressWarnings("NullAway.Init")
    private static Image workerImage;

    @BeforeAll
    static void unpack() throws Exception {
        apiImage = Image.unpack("api", Files.createDirectory(folder.resolve("api")));
        workerImage = Image.unpack("worker", Files.createDirectory(folder.resolve("worker")));
    }

    @Test
    void compareAPair() throws Exception {
        var settings = settings();
        var issuer = Map.of(
                "FACEMATCH_ISSUER_ENABLED",
                "true",
                "FACEMATCH_SUBMISSION_SPOOL_DIRECTORY",
                apiImage.root().resolve("spool").toString());
        try (var serving = apiImage.start(with(with(settings, issuer), login(TestDatabase.User.API)))) {
            serving.awaitHealth();
            compareAPair(serving, settings);
        }
    }

    /** A worker starts when the API is there, as in compose: the API sets up the database and the folder of keys. */
    private static void compareAPair(ImageProcess serving, Map<String, String> settings) throws Exception {
        try (var comparing = workerImage.start(with(settings, login(TestDatabase.User.WORKER)))) {
            comparing.awaitHealth();
            var api = Api.signIn(serving.address(), addClient(with(settings, login(TestDatabase.User.OWNER))));
            var job = api.compare(Project.portrait("person01_selfie"), Project.portrait("person01_id"));

            assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("COMPLETED");
            assertThat(job.path("outcome").path("status").asString()).isEqualTo("Success");
        }
    }

    @Test
    void carryTheirTermsAndWhatOthersWrote() throws Exception {
        for (var image : List.of(apiImage, workerImage)) {
            var application = image.root().resolve("app");
            assertThat(application.resolve("LICENSE")).isNotEmptyFile();
            assertThat(application.resolve("NOTICE")).isNotEmptyFile();
            assertThat(application.resolve("THIRD-PARTY.txt")).content().contains("spring-rabbit");
        }
    }

    @Test
    void carryABillOfMaterials() {
        BillOfMaterials.assumeMade();

        for (var image : List.of(apiImage, workerImage)) {
            BillOfMaterials.assertComplete(image.root().resolve("app/application.cdx.json"));
        }
    }

    @Test
    void areWhatTheDockerfileMakes() throws Exception {
        for (var process : List.of("api", "worker")) {
            var image = process.equals("api") ? apiImage : workerImage;
            var dockerfile = new Dockerfile(process);
            assertThat(image.user()).isEqualTo(dockerfile.instruction("USER"));
            assertThat(image.environment())
                    .containsAll(List.of(dockerfile.instruction("ENV").split(" ", -1)));
            assertThat(image.ports()).containsExactly(dockerfile.instruction("EXPOSE") + "/tcp");
            assertThat(JSON.readTree(dockerfile.instruction("ENTRYPOINT")))
                    .isEqualTo(JSON.valueToTree(image.entryPoint()));
            for (var copied : dockerfile.instructions("COPY")) {
                var words = copied.split(" ", -1);
                var source = Project.FOLDER.resolve(words[words.length - 2]);
                var target = image.root().resolve(words[words.length - 1].substring(1));
                assertThat(namesIn(target)).as(copied).containsAll(namesIn(source));
            }
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    /** As docker-compose.yml has them; passwords and keys come from files, made by the script that users run. */
    private static Map<String, String> settings() throws Exception {
        var scripts = Files.createDirectory(folder.resolve("scripts"));
        var script = Files.copy(
                Project.FOLDER.resolve("scripts/make-secrets"),
                scripts.resolve("make-secrets"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Commands.run(folder, Map.of(), script.toString());
        var secrets = folder.resolve("secrets");
        // The tests' broker and database have users of their own.
        Files.delete(secrets.resolve("facematch.database.owner-password"));
        return Map.of(
                "FACEMATCH_ADDRESS",
                "127.0.0.1",
                "FACEMATCH_DATABASE_URL",
                DATABASE.jdbcUrl(),
                "FACEMATCH_RABBITMQ_URI",
                TestBroker.uri(),
                "FACEMATCH_KEYS_FOLDER",
                apiImage.root().resolve("keys").toString(),
                "SPRING_CONFIG_IMPORT",
                "configtree:" + secrets + "/");
    }

    private static Map<String, String> login(TestDatabase.User user) {
        return DATABASE.login(user).stream()
                .map(argument -> argument.substring("--".length()).split("=", 2))
                .collect(Collectors.toMap(
                        setting -> setting[0]
                                .toUpperCase(Locale.ROOT)
                                .replace('.', '_')
                                .replace('-', '_'),
                        setting -> setting[1]));
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
        var all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    /** As the documentation says. */
    private static String addClient(Map<String, String> settings) throws Exception {
        var jar = Project.FOLDER.resolve("standalone/target/facematch.jar").toString();
        return Commands.run(
                folder,
                settings,
                Commands.java(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar,
                "clients",
                "add",
                "the bank's app",
                "--tenant",
                "bank");
    }
}
