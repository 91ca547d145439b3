package io.facematch.health;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.stream.Stream;

/** Exits 0 when the process in this container says that it is ready. The images have neither curl nor need of it. */
public final class HealthProbe {
    private HealthProbe() {}

    public static void main(String... arguments) throws IOException {
        // Apart from clients where there is such a port: probes must not wait for them.
        var port = Stream.of("FACEMATCH_MANAGEMENT_PORT", "FACEMATCH_PORT")
                .map(System::getenv)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse("8080");
        var url = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")
                .toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(4_000);
        System.exit(connection.getResponseCode() == HttpURLConnection.HTTP_OK ? 0 : 1);
    }
}
