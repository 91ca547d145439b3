package io.facematch.standalone.fetch;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelSource.Converter;
import io.facematch.standalone.espdl.EspdlConverter;
import io.facematch.standalone.espdl.UnreadableEspdl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the file of a card of what an offer gives. It appears complete and with the right hash, or not at all. */
final class Delivery implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final FetchSettings settings;
    private final Patience patience;
    private final PrintWriter out;
    private @Nullable Http http;

    Delivery(FetchSettings settings, Patience patience, PrintWriter out) {
        this.settings = settings;
        this.patience = patience;
        this.out = out;
    }

    /** Why an offer is no good. Another one may be. */
    static final class Failed extends RuntimeException {
        private final boolean isMissing;

        Failed(String message) {
            this(message, false);
        }

        private Failed(String message, boolean isMissing) {
            // Parts of it come from servers and go to a terminal.
            super(message.replaceAll("\\p{Cntrl}", "?"));
            this.isMissing = isMissing;
        }

        /** There is no such file, where there need not be one. */
        static Failed missing(String message) {
            return new Failed(message, true);
        }

        boolean isMissing() {
            return isMissing;
        }
    }

    /**
     * @throws Failed if the offer does not give what it says
     * @throws FetchFailed if the file can't be written
     */
    void deliver(Offer offer, ModelCard card, Path target) throws InterruptedException {
        if (offer.isFile()) {
            deliverFile(offer, card, target);
            return;
        }
        requireConvertible(offer);
        if (http == null) {
            http = new Http(settings.proxies(), patience);
        }
        accept(offer, http.open(offer.at(), offer.bytes()), card, target);
    }

    /** The same for an offer that lies in a folder. */
    void deliverFile(Offer offer, ModelCard card, Path target) {
        requireConvertible(offer);
        accept(offer, open(Path.of(offer.at()), offer.bytes()), card, target);
    }

    private static void requireConvertible(Offer offer) {
        if (offer.converter() != null && offer.bytes() > EspdlConverter.LARGEST) {
            throw new Failed(offer.place() + " is too large to be converted");
        }
    }

    private static InputStream open(Path file, long bytes) {
        try {
            if (!Files.isRegularFile(file)) {
                throw Failed.missing("there is no file " + file);
            }
            if (Files.size(file) != bytes) {
                throw new Failed(String.format(
                        Locale.ROOT, "%s has %,d bytes, but the card says %,d", file, Files.size(file), bytes));
            }
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new Failed(file + " can't be read (" + reason(e) + ")");
        }
    }

    private void accept(Offer offer, InputStream offered, ModelCard card, Path target) {
        try (var content = offered;
                var part = PartFile.of(target)) {
            out.printf(Locale.ROOT, "%s: %,d bytes from %s%n", card.id(), offer.bytes(), offer.place());
            var converter = offer.converter();
            if (converter == null) {
                copy(offer, content, part.content());
            } else {
                part.content().write(converted(offer, content, converter, card));
            }
            part.takeItsPlace();
            out.printf(Locale.ROOT, "Saved %s. Its SHA-256 is the one on the card.%n", target);
        } catch (IOException e) {
            throw new FetchFailed(target + " can't be written (" + reason(e) + ")");
        }
    }

    private byte[] converted(Offer offer, InputStream content, Converter converter, ModelCard card) {
        var container = new ByteArrayOutputStream((int) offer.bytes());
        try {
            copy(offer, content, container);
            var model = switch (converter) {
                case ESPDL -> EspdlConverter.toOnnx(container.toByteArray());
            };
            var actual = hash(model);
            if (!actual.equals(card.sha256())) {
                throw new Failed(offer.place() + " was converted to a file with SHA-256 " + actual
                        + ", but the card says " + card.sha256());
            }
            out.println("Converted it to ONNX.");
            return model;
        } catch (UnreadableEspdl e) {
            throw new Failed(offer.place() + " can't be converted: " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
    }

    /** Copies what the offer says that it gives, and nothing else. */
    private void copy(Offer offer, InputStream from, OutputStream to) throws IOException {
        var digest = sha256();
        try (var progress = new Tenths(out)) {
            var buffer = new byte[BUFFER];
            var done = 0L;
            for (var count = read(from, buffer, done); count >= 0; count = read(from, buffer, done)) {
                done += count;
                if (done > offer.bytes()) {
                    throw new Failed(String.format(
                            Locale.ROOT, "%s gives more than the %,d bytes of the card", offer.place(), offer.bytes()));
                }
                digest.update(buffer, 0, count);
                to.write(buffer, 0, count);
                progress.show(done, offer.bytes());
            }
            if (done < offer.bytes()) {
                throw new Failed(String.format(
                        Locale.ROOT, "%s gives only %,d of %,d bytes", offer.place(), done, offer.bytes()));
            }
        }
        var actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(offer.sha256())) {
            throw new Failed(offer.place() + " has SHA-256 " + actual + ", but the card says " + offer.sha256());
        }
    }

    /** Tells a broken connection from an error of the written file. */
    private static int read(InputStream from, byte[] buffer, long done) {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            throw new Failed(
                    String.format(Locale.ROOT, "the download broke off after %,d bytes (%s)", done, reason(e)));
        }
    }

    /** @throws FetchFailed if it can't be read */
    static boolean isRight(Path file, ModelCard card) {
        try (var stream = Files.newInputStream(file)) {
            var digest = sha256();
            var buffer = new byte[BUFFER];
            for (var count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest()).equals(card.sha256());
        } catch (IOException e) {
            throw new FetchFailed(file + " can't be read (" + reason(e) + ")");
        }
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Some of the JDK's exceptions have no message. */
    static String reason(Throwable e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    @Override
    public void close() {
        if (http != null) {
            http.close();
        }
    }

    /** Prints each tenth of the progress, on one line. */
    private static final class Tenths implements AutoCloseable {
        private final PrintWriter out;
        private int told;

        Tenths(PrintWriter out) {
            this.out = out;
        }

        void show(long done, long total) {
            for (; told < 10 * done / total; told++) {
                out.print((told + 1) * 10 + " % ");
            }
            out.flush();
        }

        @Override
        public void close() {
            if (told > 0) {
                out.println();
            }
        }
    }
}
