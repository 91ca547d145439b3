package io.facematch.standalone.benchmark.scale;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An archive that was accepted.
 *
 * @param upload from the first byte to the last
 * @param answer from the last byte to the 202
 */
record TimedUpload(JsonNode job, Duration upload, Duration answer) {
    private static final int BUFFER_BYTES = 1 << 20;

    static TimedUpload send(URI api, String token, Path archive) throws IOException, InterruptedException {
        var ended = new AtomicLong();
        var body = BodyPublishers.ofInputStream(() -> {
            try {
                return new BufferedInputStream(new EndNoting(Files.newInputStream(archive), ended), BUFFER_BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        var request = HttpRequest.newBuilder(api.resolve("/v1/jobs"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.fromPublisher(body, Files.size(archive)))
                .build();
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var began = System.nanoTime();
            var response = http.send(request, BodyHandlers.ofString());
            var answered = System.nanoTime();
            if (response.statusCode() != 202) {
                throw new CommandFailed("the archive was not accepted: " + response.body());
            }
            return new TimedUpload(
                    JsonMapper.shared().readTree(response.body()),
                    Duration.ofNanos(ended.get() - began),
                    Duration.ofNanos(answered - ended.get()));
        }
    }

    private static final class EndNoting extends FilterInputStream {
        private final AtomicLong ended;

        EndNoting(InputStream in, AtomicLong ended) {
            super(in);
            this.ended = ended;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var count = super.read(bytes, offset, length);
            if (count < 0) {
                ended.compareAndSet(0, System.nanoTime());
            }
            return count;
        }
    }
}
