package io.facematch.api.audit.pack;

import io.facematch.api.audit.pack.PackFinding.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.zip.ZipFile;

/** The ZIP of a pack, which may be hostile: it has no more files, and none larger, than a pack can have. */
final class PackZip implements AutoCloseable {
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int MOST_ENTRIES = 64;
    private static final int MOST_DIRECTORY_BYTES = 64 << 10;

    /** Rows repeat themselves, but not more than so. */
    private static final int MOST_TIMES_PACKED = 200;

    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final int LARGEST_SMALL_FILE = 16 << 20;

    private final ZipFile zip;
    private final long mostBytes;
    private final List<PackFinding> findings = new ArrayList<>();
    private final EnumSet<PackFile> present = EnumSet.noneOf(PackFile.class);

    private PackZip(ZipFile zip, long mostBytes) {
        this.zip = zip;
        this.mostBytes = mostBytes;
    }

    /** It is no ZIP, or none that could be a pack. */
    static final class NoPack extends IOException {
        NoPack(String why) {
            super(why);
        }
    }

    static PackZip open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoPack(Files.exists(path) ? "it is not a file" : "there is no such file");
        }
        requireSmallDirectory(path);
        try {
            var pack = new PackZip(
                    new ZipFile(path.toFile()), Math.max(ALWAYS_ALLOWED, Files.size(path) * MOST_TIMES_PACKED));
            pack.lookAtNames();
            return pack;
        } catch (IOException | IllegalArgumentException e) {
            throw new NoPack("it is no ZIP that can be read");
        }
    }

    /** Before the whole directory is read into memory. */
    private static void requireSmallDirectory(Path path) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var tail = new byte[(int) Math.min(file.length(), END_BYTES + LONGEST_COMMENT)];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            for (int at = tail.length - END_BYTES; at >= 0; at--) {
                if (number(tail, at, 4) == END_SIGNATURE) {
                    if (number(tail, at + 10, 2) > MOST_ENTRIES || number(tail, at + 12, 4) > MOST_DIRECTORY_BYTES) {
                        throw new NoPack("it has more files than a pack");
                    }
                    return;
                }
            }
        }
        throw new NoPack("it is no ZIP");
    }

    private static long number(byte[] bytes, int at, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | (bytes[at + i] & 0xFF);
        }
        return number;
    }

    private void lookAtNames() {
        zip.stream().forEach(entry -> {
            var file = PackFile.of(entry.getName());
            if (file.isEmpty()) {
                findings.add(new PackFinding(
                        Kind.INSERTED, "a file that no pack has", -1, null, printable(entry.getName())));
            } else if (!present.add(file.get())) {
                findings.add(PackFinding.ofFile(Kind.INSERTED, file.get(), "there are two of it"));
            }
        });
        for (var file : PackFile.values()) {
            if (!present.contains(file)) {
                findings.add(PackFinding.ofFile(Kind.REMOVED, file, ""));
            }
        }
    }

    /** A name that a terminal may show. */
    private static String printable(String name) {
        var letters = name.codePoints()
                .limit(80)
                .map(letter ->
                        Character.isISOControl(letter) || Character.getType(letter) == Character.FORMAT ? '?' : letter);
        return letters.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What is wrong with the names. Where something is missing, nothing is to be read. */
    List<PackFinding> findings() {
        return List.copyOf(findings);
    }

    boolean isWhole() {
        return present.size() == PackFile.values().length;
    }

    /** A file that does not grow with the rows. */
    byte[] small(PackFile file) throws IOException {
        try (var in = stream(file)) {
            var bytes = in.readNBytes(LARGEST_SMALL_FILE + 1);
            if (bytes.length > LARGEST_SMALL_FILE) {
                throw new NoPack(file.path() + " is larger than in any pack");
            }
            return bytes;
        }
    }

    /** Breaks off where it unpacks to more than could be. */
    InputStream stream(PackFile file) throws IOException {
        var entry = zip.getEntry(file.path());
        if (entry == null) {
            throw new NoPack(file.path() + " is missing");
        }
        return new FilterInputStream(zip.getInputStream(entry)) {
            private long bytes;

            @Override
            public int read() throws IOException {
                var one = in.read();
                count(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] some, int offset, int length) throws IOException {
                var count = in.read(some, offset, length);
                count(Math.max(count, 0));
                return count;
            }

            private void count(int more) throws NoPack {
                bytes += more;
                if (bytes > mostBytes) {
                    throw new NoPack(
                            file.path() + " unpacks to more than " + MOST_TIMES_PACKED + " times the size of the pack");
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
