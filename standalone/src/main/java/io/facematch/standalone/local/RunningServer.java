package io.facematch.standalone.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What {@code up} leaves in its home for other commands.
 *
 * @param issuer the {@code iss} of tokens that it takes
 * @param embedder the model that decides
 * @param demonstration whether that one is not fit to decide about people
 */
public record RunningServer(URI address, String issuer, String embedder, boolean demonstration) {

    static RunningServer read(Path file) throws IOException {
        var facts = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            facts.load(reader);
        }
        return new RunningServer(
                URI.create(facts.getProperty("address")),
                facts.getProperty("issuer"),
                facts.getProperty("embedder"),
                Boolean.parseBoolean(facts.getProperty("demonstration")));
    }

    void write(Path file) throws IOException {
        Home.writeOnce(file, """
                address=%s
                issuer=%s
                embedder=%s
                demonstration=%s
                """.formatted(address, issuer, embedder, demonstration));
    }
}
