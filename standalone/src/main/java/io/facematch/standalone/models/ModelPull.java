package io.facematch.standalone.models;

import io.facematch.card.ModelCard;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads the file of a card into a folder. It appears there complete and with the right hash, or not at all.
 *
 * @param out for the progress
 */
record ModelPull(HttpClient http, PrintWriter out) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPull.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final int BUFFER = 1 << 16;

    /**
     * Does nothing when the file is there already.
     *
     * @param replace whether another file of this name may be replaced
     * @throws PullFailed if the file is not there afterwards
     */
    void pull(ModelCard card, URI source, Path folder, boolean replace) throws InterruptedException {
        var target = folder.resolve(card.file());
        if (Files.exists(target)) {
            if (hash(target).equals(card.sha256())) {
                out.printf(Locale.ROOT, "%s is already there, with the right hash: %s%n", card.id(), target);
                return;
            }
            if (!replace) {
                throw new PullFailed(target + " is there, but is not the file that the card of " + card.id()
                        + " describes; --replace replaces it");
            }
        }
        out.printf(Locale.ROOT, "%s: %s. %s%n", card.id(), card.licence(), card.restrictions());
        out.printf(Locale.ROOT, "Downloading %,d bytes from %s%n", card.bytes(), source.getHost());
        download(card, source, target);
        out.printf(Locale.ROOT, "Saved %s. Its SHA-256 is the one on the card.%n", target);
    }

    private void download(ModelCard card, URI source, Path target) throws InterruptedException {
        var part = target.resolveSibling(card.file() + "." + UUID.randomUUID() + ".part");
        part.toFile().deleteOnExit(); // also when it is interrupted from the keyboard
        var answer = ask(source);
        try (var body = answer.body()) {
            requireExpected(answer, card);
            Files.createDirectories(target.toAbsolutePath().getParent());
            try (var file = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
                var actual = copy(body, file, card.bytes());
                if (!actual.equals(card.sha256())) {
                    throw new PullFailed("the downloaded file has SHA-256 " + actual + ", but the card of " + card.id()
                            + " says " + card.sha256() + "; it was deleted");
                }
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PullFailed(target + " can't be written (" + reason(e) + ")");
        } finally {
            delete(part);
        }
    }

    private HttpResponse<InputStream> ask(URI source) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(source).timeout(ANSWER_WITHIN).build();
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw new PullFailed(source.getHost() + " did not answer in time");
        } catch (IOException e) {
            throw new PullFailed(source.getHost() + " can't be reached (" + reason(e)
                    + "); behind a proxy, set FACEMATCH_JAVA_OPTS='-Dhttps.proxyHost=... -Dhttps.proxyPort=...'");
        }
    }

    private static void requireExpected(HttpResponse<?> answer, ModelCard card) {
        if (answer.statusCode() != 200) {
            throw new PullFailed(answer.uri() + " answered " + answer.statusCode());
        }
        answer.headers().firstValueAsLong("Content-Length").ifPresent(length -> {
            if (length != card.bytes()) {
                throw new PullFailed(String.format(
                        Locale.ROOT,
                        "%s has %,d bytes, but the card of %s says %,d",
                        answer.uri(),
                        length,
                        card.id(),
                        card.bytes()));
            }
        });
    }

    /** Copies exactly {@code bytes} bytes and returns their hash. */
    private String copy(InputStream from, OutputStream to, long bytes) throws IOException {
        var digest = sha256();
        var buffer = new byte[BUFFER];
        var progress = new Tenths();
        var done = 0L;
        for (var count = read(from, buffer, done); count >= 0; count = read(from, buffer, done)) {
            done += count;
            if (done > bytes) {
                throw new PullFailed(
                        String.format(Locale.ROOT, "the server sent more than the %,d bytes of the card", bytes));
            }
            digest.update(buffer, 0, count);
            to.write(buffer, 0, count);
            progress.show(done, bytes);
        }
        if (done < bytes) {
            throw new PullFailed(String.format(Locale.ROOT, "the server sent only %,d of %,d bytes", done, bytes));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Tells a broken connection from an error of the written file. */
    private static int read(InputStream from, byte[] buffer, long done) {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            throw new PullFailed(
                    String.format(Locale.ROOT, "the download broke off after %,d bytes (%s)", done, reason(e)));
        }
    }

    private static String hash(Path file) {
        try (var stream = Files.newInputStream(file)) {
            var digest = sha256();
            var buffer = new byte[BUFFER];
            for (var count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new PullFailed(file + " can't be read (" + reason(e) + ")");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.debug("{} remains until the program ends", part, e);
        }
    }

    /** Some of the JDK's exceptions have no message. */
    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** Prints each tenth of the progress, on one line. */
    private final class Tenths {
        private int told;

        void show(long done, long total) {
            for (; told < 10 * done / total; told++) {
                out.print((told + 1) * 10 + (told == 9 ? " %\n" : " % "));
            }
            out.flush();
        }
    }
}
