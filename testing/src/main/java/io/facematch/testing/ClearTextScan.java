package io.facematch.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Looks for secrets, in the clear or merely dressed up, in every byte of every file of some folders. */
public final class ClearTextScan {
    private static final byte[] COMMENT = {(byte) 0xFF, (byte) 0xFE};
    private static final int AFTER_START_OF_IMAGE = 2;
    private static final int HALF = 8;
    /** Letters of Base64 that eight bytes decide. */
    private static final int HALF_IN_BASE64 = 10;

    private final Random random = new Random();
    /** All secrets begin alike, so that a few needles find them all. */
    private final byte[] commonBytes = new byte[HALF];

    private final String commonText = letters();
    private final List<String> needles;

    /** With secrets that nobody else has. */
    public ClearTextScan() {
        random.nextBytes(commonBytes);
        needles = List.of(
                new String(commonBytes, StandardCharsets.ISO_8859_1),
                HexFormat.of().formatHex(commonBytes),
                HexFormat.of().withUpperCase().formatHex(commonBytes),
                Base64.getEncoder().encodeToString(commonBytes).substring(0, HALF_IN_BASE64),
                commonText,
                new String(commonText.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
                HexFormat.of().formatHex(commonText.getBytes(StandardCharsets.UTF_8)));
    }

    /** A new secret of sixteen bytes, to be put into an image. */
    public byte[] bytes() {
        var marker = Arrays.copyOf(commonBytes, 2 * HALF);
        for (int i = HALF; i < marker.length; i++) {
            marker[i] = (byte) random.nextInt();
        }
        return marker;
    }

    /** A JPEG that says more than its pixels, and still opens. */
    public byte[] marked(byte[] photo) {
        var marker = bytes();
        var out = new ByteArrayOutputStream();
        out.write(photo, 0, AFTER_START_OF_IMAGE);
        out.writeBytes(COMMENT);
        out.write(0);
        out.write(2 + marker.length);
        out.writeBytes(marker);
        out.write(photo, AFTER_START_OF_IMAGE, photo.length - AFTER_START_OF_IMAGE);
        return out.toByteArray();
    }

    /** A new secret of sixteen letters, to be put into a name. */
    public String text() {
        return commonText + letters();
    }

    private String letters() {
        return random.ints(HALF, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * Files that hold a secret.
     *
     * @param places files or folders; what vanishes meanwhile is passed over
     */
    public List<Path> hits(Path... places) throws IOException {
        var hits = new ArrayList<Path>();
        for (var place : places) {
            Files.walkFileTree(place, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && isHit(file)) {
                        hits.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return hits;
    }

    /** Of these secrets, whose bytes are characters here, those that a file holds. */
    public static List<String> found(Path file, Stream<byte[]> secrets) throws IOException {
        var content = Files.readString(file, StandardCharsets.ISO_8859_1);
        return secrets.map(secret -> new String(secret, StandardCharsets.ISO_8859_1))
                .filter(content::contains)
                .toList();
    }

    private boolean isHit(Path file) {
        try {
            // A character per byte: searching text is what the JVM does fastest.
            var content = Files.readString(file, StandardCharsets.ISO_8859_1);
            return needles.stream().anyMatch(content::contains);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether one of the files holds a secret. */
    public boolean isInOneOf(List<Path> files) {
        return files.stream().anyMatch(this::isHit);
    }
}
