package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.standalone.local.DatabaseUser;
import io.facematch.standalone.run.ApiClient;
import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code ./facematch up} as its user has it: a process, its output, its HTTP. */
final class UpProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern ADDRESS = Pattern.compile("serves at (http://\\S+) until");
    private static final Pattern TOKEN = Pattern.compile("export FACEMATCH_TOKEN=(\\S+)");
    private static final int LINE_OF_PORT = 3;

    private final OtherProcess process;
    private final Path home;
    private final URI address;
    private final String token;

    private UpProcess(OtherProcess process, Path home) throws IOException {
        this.process = process;
        this.home = home;
        var output = process.output();
        this.address = URI.create(found(ADDRESS, output));
        this.token = found(TOKEN, output);
    }

    /** Returns when it serves. */
    static UpProcess start(Path home, List<String> options, Map<String, String> settings, Path log) throws IOException {
        SharedServer.rest();
        var environment = new HashMap<>(Map.of(
                "FACEMATCH_HOME", TestHome.prepare(home).toString(),
                "FACEMATCH_RABBITMQ_URI", TestBroker.uri(),
                "FACEMATCH_MODELS", Samples.models(),
                "FACEMATCH_PORT", "0"));
        environment.putAll(settings);
        var process = OtherProcess.start(FacematchCommand.class, options, environment, log, "up");
        var serves = false;
        try {
            await().atMost(PATIENCE).until(() -> {
                assertThat(process.isAlive()).as(process.output()).isTrue();
                return TOKEN.matcher(process.output()).find();
            });
            serves = true;
            return new UpProcess(process, home);
        } finally {
            if (!serves) {
                process.close();
            }
        }
    }

    private static String found(Pattern pattern, String output) {
        var matcher = pattern.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1);
    }

    URI address() {
        return address;
    }

    String token() {
        return token;
    }

    ApiClient client() {
        return new ApiClient(address, token);
    }

    String output() throws IOException {
        return process.output();
    }

    ProcessHandle handle() {
        return process.handle();
    }

    /** Its database, by the port that the server wrote down. */
    JdbcClient database() throws IOException {
        return JdbcClient.create(new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + databasePort() + "/postgres",
                DatabaseUser.SUPERUSER.username(),
                DatabaseUser.SUPERUSER.password(home.resolve("postgres"))));
    }

    int databasePort() throws IOException {
        return Integer.parseInt(databaseFacts().get(LINE_OF_PORT).strip());
    }

    /** The first process of its database. */
    ProcessHandle databaseServer() throws IOException {
        return ProcessHandle.of(Long.parseLong(databaseFacts().getFirst().strip()))
                .orElseThrow();
    }

    private List<String> databaseFacts() throws IOException {
        return Files.readAllLines(home.resolve("postgres/data/postmaster.pid"));
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    /** By a signal, as of native code that read where nothing is. Its database server goes on. */
    void crash() throws IOException, InterruptedException {
        process.crash();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
