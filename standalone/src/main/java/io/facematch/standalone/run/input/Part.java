package io.facematch.standalone.run.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is sent as one job.
 *
 * @param number from 1
 * @param archive that is sent as it is; null for one that is packed while it is sent
 */
public record Part(
        int number, List<InputPair> pairs, @Nullable Path archive) {
    /** Of the directory of an archive, that a server reads for each member it allows, and always. */
    private static final long DIRECTORY_BYTES_PER_MEMBER = 512;

    private static final long DIRECTORY_BYTES_ALWAYS = 1 << 20;

    /**
     * How much a server takes.
     *
     * @param photoBytes of one photo
     * @param archiveBytes of an archive as it is sent
     * @param unpackedBytes of all its photos together
     * @param pairs of one job
     */
    public record Limits(long photoBytes, long archiveBytes, long unpackedBytes, int pairs) {
        private long directoryBytes() {
            return Math.max(DIRECTORY_BYTES_ALWAYS, 2L * pairs * DIRECTORY_BYTES_PER_MEMBER);
        }
    }

    /** As few as a server with these limits takes; one that holds everything where that is possible. */
    public static List<Part> of(Input input, Limits limits) throws IOException {
        var archive = input.archive();
        if (archive != null && fits(input, Files.size(archive), limits)) {
            return List.of(new Part(1, input.pairs(), archive));
        }
        var parts = new ArrayList<Part>();
        var pairs = new ArrayList<InputPair>();
        long archiveBytes = StoredZip.bytesAround();
        long unpackedBytes = 0;
        long directoryBytes = 0;
        for (var pair : input.pairs()) {
            // Of a photo that is too large, one byte more than allowed says so: the server does not read it.
            var sent = pair.atMost(limits.photoBytes() + 1);
            var directory = StoredZip.directoryBytesOf(sent.probe()) + StoredZip.directoryBytesOf(sent.reference());
            var isFull = pairs.size() == limits.pairs()
                    || archiveBytes + StoredZip.bytesOf(sent) > limits.archiveBytes()
                    || unpackedBytes + sent.bytes() > limits.unpackedBytes()
                    || directoryBytes + directory > limits.directoryBytes();
            if (isFull && !pairs.isEmpty()) {
                parts.add(new Part(parts.size() + 1, List.copyOf(pairs), null));
                pairs.clear();
                archiveBytes = StoredZip.bytesAround();
                unpackedBytes = 0;
                directoryBytes = 0;
            }
            pairs.add(sent);
            archiveBytes += StoredZip.bytesOf(sent);
            unpackedBytes += sent.bytes();
            directoryBytes += directory;
        }
        parts.add(new Part(parts.size() + 1, List.copyOf(pairs), null));
        return List.copyOf(parts);
    }

    private static boolean fits(Input input, long bytes, Limits limits) {
        return bytes <= limits.archiveBytes()
                && input.pairs().size() <= limits.pairs()
                && input.pairs().stream().mapToLong(InputPair::bytes).sum() <= limits.unpackedBytes();
    }

    /** Of the archive that is sent, in bytes. */
    public long length() throws IOException {
        return archive == null ? zip().length() : Files.size(archive);
    }

    /** The archive from its beginning, as often as it is sent. */
    public InputStream open() throws IOException {
        return archive == null ? zip().open() : Files.newInputStream(archive);
    }

    private StoredZip zip() {
        return new StoredZip(pairs.stream()
                .flatMap(pair -> Stream.of(pair.probe(), pair.reference()))
                .toList());
    }

    /**
     * The same for the same pairs: ids, names, sizes and times of change of all photos, and its number. Contents are not read,
     * which would take as long as sending them.
     *
     * @param reading how the archive is to be read
     * @return hexadecimal
     */
    public String digest(String reading) throws IOException {
        var digest = sha256();
        add(digest, reading);
        add(digest, number);
        if (archive != null) {
            add(digest, Files.size(archive));
        }
        for (var pair : pairs) {
            add(digest, pair.id());
            for (var photo : List.of(pair.probe(), pair.reference())) {
                add(digest, photo.name());
                add(digest, photo.bytes());
                add(digest, photo.modified());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        add(digest, bytes.length);
        digest.update(bytes);
    }

    private static void add(MessageDigest digest, long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Part[" + number + ", " + pairs.size() + " pairs]";
    }
}
