package io.facematch.standalone.privacy.search;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * One search for secrets through files and texts, which counts what it has read. A file is read as it is and, when it is a
 * ZIP, a gzip or a zlib stream, unpacked as well. Of a secret in one form the first place in each file is reported.
 */
public final class SecretSearch {
    private static final int PIECE = 1 << 16;

    /** What unpacks to more is no file of a product, but a bomb. */
    private static final long MOST_UNPACKED = 1L << 30;

    private static final int HEAD = 4;

    private final List<Marker> markers = new ArrayList<>();
    private final List<Marker.Form> forms = new ArrayList<>();
    private final ByteSearch search;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final List<String> unread = new ArrayList<>();
    private long files;
    private long bytes;

    public SecretSearch(List<Marker> wanted) {
        var seen = new HashSet<String>();
        for (var marker : wanted) {
            for (var form : marker.forms()) {
                // A secret that is the same as another one is looked for once.
                if (seen.add(new String(form.bytes(), StandardCharsets.ISO_8859_1))) {
                    markers.add(marker);
                    forms.add(form);
                }
            }
        }
        search = new ByteSearch(forms.stream().map(Marker.Form::bytes).toList());
    }

    /** Searches all regular files below a folder; does not follow links. What vanishes meanwhile is passed over. */
    public void folder(Path folder) throws IOException {
        walk(folder, Integer.MAX_VALUE, file -> true, true);
    }

    /**
     * The same in a folder that others use, too: what this user may not read, this user has not written.
     *
     * @param depth of folders that are entered
     */
    public void sharedFolder(Path folder, int depth, Predicate<BasicFileAttributes> which) throws IOException {
        walk(folder, depth, which, false);
    }

    private void walk(Path folder, int depth, Predicate<BasicFileAttributes> which, boolean isOurs) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, Set.of(), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                shortText(inner + ", its name", inner.getFileName().toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && which.test(attributes)) {
                    shortText(file + ", its name", file.getFileName().toString());
                    read(file, isOurs);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
                noteUnread(file, why, isOurs);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    public void file(Path file) {
        read(file, true);
    }

    private void read(Path file, boolean isOurs) {
        files++;
        try (var content = new BufferedInputStream(Files.newInputStream(file), PIECE)) {
            content.mark(HEAD);
            var head = content.readNBytes(HEAD);
            content.reset();
            bytes += pass(file.toString(), file, content, Long.MAX_VALUE);
            unpacked(file, head);
        } catch (IOException e) {
            noteUnread(file, e, isOurs);
        }
    }

    private void noteUnread(Path file, IOException why, boolean isOurs) {
        var isNotForUs = !isOurs && why instanceof AccessDeniedException;
        if (!isNotForUs && !(why instanceof NoSuchFileException)) {
            unread.add(file.toString());
        }
    }

    public void text(String place, String text) {
        bytes += shortText(place, text);
    }

    private long shortText(String place, String text) {
        try {
            return pass(
                    place,
                    Path.of(""),
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                    Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is not packed after all, or is damaged, was searched as it is. */
    private void unpacked(Path file, byte[] head) throws IOException {
        if (head.length < HEAD) {
            return;
        }
        try (var content = new BufferedInputStream(Files.newInputStream(file), PIECE)) {
            if (head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
                members(file, new ZipInputStream(content));
            } else if (head[0] == 0x1f && Byte.toUnsignedInt(head[1]) == 0x8b) {
                pass(file + " (unpacked)", file, new GZIPInputStream(content), MOST_UNPACKED);
            } else if ((head[0] & 0x0f) == 8
                    && ((Byte.toUnsignedInt(head[0]) << 8) + Byte.toUnsignedInt(head[1])) % 31 == 0) {
                pass(file + " (unpacked)", file, new InflaterInputStream(content), MOST_UNPACKED);
            }
        } catch (ZipException | EOFException | IllegalArgumentException notPacked) {
            // Nor can anybody else unpack it.
        }
    }

    private void members(Path file, ZipInputStream archive) throws IOException {
        var number = 0;
        for (var member = archive.getNextEntry(); member != null; member = archive.getNextEntry()) {
            number++;
            shortText(file + ", name of member " + number, member.getName());
            pass(file + ", member " + number, file, archive, MOST_UNPACKED);
        }
    }

    private long pass(String place, Path file, InputStream content, long most) throws IOException {
        var pass = search.new Pass();
        var piece = new byte[PIECE];
        long total = 0;
        for (int read = content.read(piece); read >= 0 && total < most; read = content.read(piece)) {
            pass.read(piece, read, (number, end) -> note(place, file, number, end));
            total += read;
        }
        return total;
    }

    private void note(String place, Path file, int number, long end) {
        var marker = markers.get(number);
        if (!marker.mayBeIn(file)) {
            var form = forms.get(number);
            findings.putIfAbsent(
                    place + "\0" + number, new Finding(place, end - form.bytes().length, marker, form.name()));
        }
    }

    public List<Finding> findings() {
        return List.copyOf(findings.values());
    }

    /** The forms of a marker that were not found in a place, by name. */
    public Set<String> formsMissing(Marker marker, Predicate<String> place) {
        var left = new HashMap<Integer, String>();
        for (int i = 0; i < forms.size(); i++) {
            if (markers.get(i) == marker) {
                left.put(i, forms.get(i).name());
            }
        }
        findings.keySet().forEach(key -> {
            var at = key.lastIndexOf('\0');
            if (place.test(key.substring(0, at))) {
                left.remove(Integer.parseInt(key.substring(at + 1)));
            }
        });
        return Set.copyOf(left.values());
    }

    /** Files that are there and could not be read. */
    public List<String> unread() {
        return List.copyOf(unread);
    }

    public long files() {
        return files;
    }

    public long bytes() {
        return bytes;
    }

    /** How many forms of secrets were looked for. */
    public int wanted() {
        return forms.size();
    }
}
