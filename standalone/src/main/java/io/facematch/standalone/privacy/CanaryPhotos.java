package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.search.Marker;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * Photos of the project's invented people that would be recognised wherever they were written: as a file, by pieces of it
 * and by a comment, and as pixels, by a line of random colours.
 */
final class CanaryPhotos {
    private static final int WIDTH = 300;
    private static final int HEIGHT = 400;
    private static final int PIECES = 4;
    private static final int PIECE_BYTES = 24;
    private static final int COLOURS = 3;
    private static final byte[] COMMENT_OF_JPEG = {(byte) 0xFF, (byte) 0xFE, 0};
    private static final int AFTER_START_OF_JPEG = 2;

    static {
        // Scratch files would be in the clear.
        ImageIO.setUseCache(false);
    }

    private final Secrets secrets;

    CanaryPhotos(Secrets secrets) {
        this.secrets = secrets;
    }

    /** @param of the name of the canary, for findings */
    byte[] jpeg(String of, int person) throws IOException {
        var photo = encoded(portrait(person, "selfie"), "jpeg");
        var comment = secrets.bytes("comment in a photo of " + of);
        var out = new ByteArrayOutputStream();
        out.write(photo, 0, AFTER_START_OF_JPEG);
        out.writeBytes(COMMENT_OF_JPEG);
        out.write(2 + comment.length);
        out.writeBytes(comment);
        out.write(photo, AFTER_START_OF_JPEG, photo.length - AFTER_START_OF_JPEG);
        return withPiecesKnown(of, out.toByteArray());
    }

    /** A format that keeps each pixel as it is: what a decoder makes of it can be foretold. */
    byte[] png(String of, int person) throws IOException {
        var picture = portrait(person, "id");
        var line = secrets.bytes("pixels of a photo of " + of + " (red, green, blue)");
        var turned = line.clone();
        for (int i = 0; i < line.length; i += COLOURS) {
            picture.setRGB(
                    i / COLOURS,
                    0,
                    Byte.toUnsignedInt(line[i]) << 16
                            | Byte.toUnsignedInt(line[i + 1]) << 8
                            | Byte.toUnsignedInt(line[i + 2]));
            turned[i] = line[i + 2];
            turned[i + 2] = line[i];
        }
        secrets.add(Marker.ofBytes("pixels of a photo of " + of + " (blue, green, red)", turned));
        return withPiecesKnown(of, encoded(picture, "png"));
    }

    /** A JPEG that nobody can read, as its end is missing. */
    byte[] cutOff(String of, int person) throws IOException {
        var photo = jpeg(of, person);
        return Arrays.copyOf(photo, photo.length / 3);
    }

    private byte[] withPiecesKnown(String of, byte[] photo) {
        for (int i = 1; i <= PIECES; i++) {
            var at = photo.length / (PIECES + 1) * i;
            secrets.add(Marker.ofBytes(
                    "piece " + i + " of a photo of " + of, Arrays.copyOfRange(photo, at, at + PIECE_BYTES)));
        }
        secrets.add(Marker.ofDigest("a photo of " + of, photo));
        return photo;
    }

    private static BufferedImage portrait(int person, String pose) throws IOException {
        var name = "/portraits/person%02d_%s.jpg".formatted(person, pose);
        try (var stream = CanaryPhotos.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            var portrait = ImageIO.read(new ByteArrayInputStream(stream.readAllBytes()));
            var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            var graphics = picture.createGraphics();
            graphics.drawImage(portrait, 0, 0, WIDTH, HEIGHT, null);
            graphics.dispose();
            return picture;
        }
    }

    private static byte[] encoded(BufferedImage picture, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, format, bytes);
        return bytes.toByteArray();
    }
}
