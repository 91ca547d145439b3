package io.facematch.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An API as its users call it: by curl, with a token for a client that the command added. */
final class Api {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern ID = Pattern.compile("Id {7}(\\S+)");
    private static final Pattern SECRET = Pattern.compile("Secret {3}(\\S+)");

    private final URI address;
    private final String token;

    private Api(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** @param added what {@code clients add} printed */
    static Api signIn(URI address, String added) throws IOException, InterruptedException {
        var client = found(ID, added) + ":" + found(SECRET, added);
        var answer = curl("-u", client, "-d", "grant_type=client_credentials", address + "/oauth2/token");
        return new Api(address, answer.path("access_token").asString());
    }

    /** Returns the job of a pair, when it is over. */
    JsonNode compare(Path image1, Path image2) throws IOException, InterruptedException {
        return awaitEnd(authorized("-F", "image1=@" + image1, "-F", "image2=@" + image2, address + "/v1/jobs"));
    }

    /** Returns the job of an archive, when it is over. */
    JsonNode compareAll(Path archive) throws IOException, InterruptedException {
        return awaitEnd(authorized(
                "-H", "Content-Type: application/zip", "-X", "POST", "-T", archive.toString(), address + "/v1/jobs"));
    }

    private JsonNode awaitEnd(JsonNode accepted) {
        var job = address + "/v1/jobs/" + accepted.path("id").asString();
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> authorized(job),
                        seen -> !List.of("ENQUEUING", "RUNNING")
                                .contains(seen.path("state").asString()));
    }

    private JsonNode authorized(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("-H", "Authorization: Bearer " + token));
        all.addAll(List.of(arguments));
        return curl(all.toArray(String[]::new));
    }

    private static JsonNode curl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("curl", "--silent", "--show-error"));
        command.addAll(List.of(arguments));
        return JSON.readTree(Commands.run(Project.FOLDER, Map.of(), command.toArray(String[]::new)));
    }

    private static String found(Pattern pattern, String output) {
        var matcher = pattern.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1);
    }
}
