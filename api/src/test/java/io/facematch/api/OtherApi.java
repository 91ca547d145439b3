package io.facematch.api;

import io.facematch.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An API beside the shared one, for what its settings decide at the start. */
final class OtherApi implements AutoCloseable {
    final JdbcClient sql;

    private final TestDatabase database = TestDatabase.create();
    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private OtherApi(String... settings) {
        sql = JdbcClient.create(database.pool(1));
        var masterKey = new byte[32];
        new Random().nextBytes(masterKey);
        var all = new ArrayList<>(List.of(settings));
        all.add("--facematch.port=0");
        all.add("--facematch.database.url=" + database.jdbcUrl());
        all.addAll(database.login(TestDatabase.User.API));
        all.add("--facematch.rabbitmq.uri=" + ApiServer.get().brokerUri());
        all.add("--facematch.master.key=" + Base64.getEncoder().encodeToString(masterKey));
        all.add("--facematch.keys.folder=" + newFolder());
        all.add("--logging.level.root=info");
        context = new SpringApplicationBuilder(ApiConfiguration.class).run(all.toArray(String[]::new));
        CapturedLog.follow();
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OtherApi start(String... settings) {
        return new OtherApi(settings);
    }

    /** Where health is, apart from the rest. */
    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    int port() {
        return ApiServer.port(context);
    }

    Answer send(String path, UnaryOperator<HttpRequest.Builder> request) {
        var builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60));
        try {
            var response = send(request.apply(builder).build());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The server may close a connection that was kept just when it is used again: then another one is taken. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return http.send(request, BodyHandlers.ofByteArray());
        }
    }

    Answer get(String path) {
        return send(path, request -> request);
    }

    Answer get(String token, String path) {
        return send(path, request -> request.header("Authorization", "Bearer " + token));
    }

    Answer postJson(String path, String json) {
        return send(
                path,
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    Answer postForm(String path, Map<String, String> fields, String... headers) {
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(path, request -> {
            request.header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(body));
            return headers.length == 0 ? request : request.headers(headers);
        });
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
