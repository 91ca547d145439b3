package io.facematch.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml itself: built, started, asked for a token, a pair and an archive, and taken down. */
class ComposeIT {
    private static final String NAME = "facematch-test";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void findEngine() throws Exception {
        assumeTrue(
                succeeds("docker", "info") && succeeds("docker", "compose", "version"),
                "no container engine answers: docker-compose.yml was read, but not started");
    }

    @AfterEach
    void takeDown() throws Exception {
        if (succeeds("docker", "info")) {
            compose("down", "--volumes", "--remove-orphans");
        }
    }

    @Test
    void servesPairsAndArchives() throws Exception {
        Commands.run(Project.FOLDER, Map.of(), "scripts/make-secrets");
        compose("up", "--build", "--detach", "--wait", "--scale", "worker=2");
        var published = compose("port", "api", "8080").strip();
        assertThat(published).startsWith("127.0.0.1:");

        var api = Api.signIn(URI.create("http://" + published), addClient());
        var pair = api.compare(Project.portrait("person01_selfie"), Project.portrait("person01_id"));
        var archive = api.compareAll(Project.FOLDER.resolve("samples/demo.zip"));

        assertThat(pair.path("outcome").path("status").asString()).isEqualTo("Success");
        assertThat(archive.path("state").asString()).isEqualTo("COMPLETED");
        assertThat(archive.path("done").asInt())
                .isEqualTo(archive.path("total").asInt())
                .isPositive();
    }

    /** On a port that is free, beside whatever else runs on this machine. */
    private String compose(String... arguments) throws IOException, InterruptedException {
        var otherPort = folder.resolve("port.yml");
        Files.writeString(otherPort, "services: {api: {ports: !override [\"127.0.0.1::8080\"]}}\n");
        var command = new ArrayList<>(List.of("docker", "compose", "--project-name", NAME));
        command.addAll(List.of("--file", "docker-compose.yml", "--file", otherPort.toString()));
        command.addAll(List.of(arguments));
        return Commands.run(Project.FOLDER, Map.of(), command.toArray(String[]::new));
    }

    /** As the documentation says. */
    private static String addClient() throws IOException, InterruptedException {
        var secret = "facematch.database.owner-password";
        var jar = Project.FOLDER.resolve("standalone/target/facematch.jar");
        var command = new ArrayList<>(List.of("docker", "run", "--rm", "--network", NAME + "_inside"));
        command.addAll(List.of("--volume", jar + ":/facematch.jar:ro"));
        command.addAll(List.of("--env", "FACEMATCH_DATABASE_URL=jdbc:postgresql://postgres:5432/facematch"));
        command.addAll(List.of("--env", "FACEMATCH_DATABASE_OWNER_USERNAME=facematch_owner"));
        command.addAll(List.of(
                "--volume", Project.FOLDER.resolve("secrets").resolve(secret) + ":/run/secrets/" + secret + ":ro"));
        command.addAll(List.of(new Dockerfile("api").instruction("FROM"), "java", "-jar", "/facematch.jar"));
        command.addAll(List.of("clients", "add", "the bank's app", "--tenant", "bank"));
        return Commands.run(Project.FOLDER, Map.of(), command.toArray(String[]::new));
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return Commands.status(Map.of(), List.of(command)) == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }
}
