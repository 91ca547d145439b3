package io.facematch.standalone.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What {@code up} leaves in its home for other commands, and for a second API or worker beside it.
 *
 * @param issuer the {@code iss} of tokens that it takes
 * @param embedder the model that decides
 * @param demonstration the model that is not fit to decide about people; empty when none is
 * @param broker its URI, with the password
 * @param database its URL
 */
public record RunningServer(
        URI address, String issuer, String embedder, String demonstration, String broker, String database) {

    static RunningServer read(Path file) throws IOException {
        var facts = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            facts.load(reader);
        }
        return new RunningServer(
                URI.create(facts.getProperty("address")),
                facts.getProperty("issuer"),
                facts.getProperty("embedder"),
                facts.getProperty("demonstration"),
                facts.getProperty("broker"),
                facts.getProperty("database"));
    }

    void write(Path file) throws IOException {
        Home.writeOnce(file, """
                address=%s
                issuer=%s
                embedder=%s
                demonstration=%s
                broker=%s
                database=%s
                """.formatted(address, issuer, embedder, demonstration, broker, database));
    }

    @Override
    public String toString() {
        return "RunningServer[" + address + "]";
    }
}
