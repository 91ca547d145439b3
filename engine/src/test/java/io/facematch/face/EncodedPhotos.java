package io.facematch.face;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Makes the odd files that people upload out of ordinary ones. */
public final class EncodedPhotos {
    private EncodedPhotos() {}

    public static BufferedImage picture(byte[] file) {
        try {
            return ImageIO.read(new ByteArrayInputStream(file));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static byte[] encode(BufferedImage picture, String format) {
        try (var bytes = new ByteArrayOutputStream()) {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The picture drawn on a canvas of another type, size or position; what is not covered stays transparent or black. */
    public static BufferedImage redrawn(BufferedImage picture, int type, double scale) {
        var canvas = new BufferedImage(
                (int) Math.round(picture.getWidth() * scale), (int) Math.round(picture.getHeight() * scale), type);
        draw(
                canvas,
                graphics ->
                        graphics.drawImage(picture, 0, 0, canvas.getWidth(), canvas.getHeight(), Color.WHITE, null));
        return canvas;
    }

    /** The picture as a camera stores it that was held so that viewers must apply this EXIF orientation. */
    public static BufferedImage stored(BufferedImage upright, int orientation) {
        var width = upright.getWidth();
        var height = upright.getHeight();
        var swapped = orientation >= 5;
        var stored = new BufferedImage(swapped ? height : width, swapped ? width : height, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < stored.getHeight(); y++) {
            for (var x = 0; x < stored.getWidth(); x++) {
                var right = stored.getWidth() - 1 - x;
                var below = stored.getHeight() - 1 - y;
                stored.setRGB(
                        x,
                        y,
                        switch (orientation) {
                            case 1 -> upright.getRGB(x, y);
                            case 2 -> upright.getRGB(right, y);
                            case 3 -> upright.getRGB(right, below);
                            case 4 -> upright.getRGB(x, below);
                            case 5 -> upright.getRGB(y, x);
                            case 6 -> upright.getRGB(below, x);
                            case 7 -> upright.getRGB(below, right);
                            default -> upright.getRGB(y, right);
                        });
            }
        }
        return stored;
    }

    /** A JPEG with an EXIF block that says nothing but its orientation, little-endian for odd ones. */
    public static byte[] withOrientation(byte[] jpeg, int orientation) {
        var exif = exif(orientation, orientation % 2 == 1);
        return ByteBuffer.allocate(jpeg.length + 10 + exif.length)
                .put(jpeg, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (8 + exif.length))
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    public static byte[] exif(int orientation, boolean littleEndian) {
        var order = littleEndian ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN;
        return ByteBuffer.allocate(26)
                .put((littleEndian ? "II" : "MM").getBytes(StandardCharsets.US_ASCII))
                .order(order)
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** Forty people side by side, the ten in front larger than the others. */
    public static BufferedImage crowd() {
        var crowd = new BufferedImage(960, 1120, BufferedImage.TYPE_INT_RGB);
        draw(crowd, graphics -> {
            for (var place = 0; place < 40; place++) {
                var front = place < 10;
                var portrait = picture(
                        switch (place % 3) {
                            case 0 -> Portraits.id(1 + place % 12);
                            case 1 -> Portraits.selfie(1 + place % 12);
                            default -> Portraits.turned(1 + place % 12);
                        });
                var x = front ? place % 5 * 190 : (place - 10) % 8 * 120;
                var y = front ? 640 + place / 5 * 240 : (place - 10) / 8 * 160;
                graphics.drawImage(shrunk(portrait, front ? 0.375 : 0.25), x, y, null);
            }
        });
        return crowd;
    }

    /** Smoothly, as a camera would have seen it from further away. */
    public static BufferedImage shrunk(BufferedImage picture, double scale) {
        var width = (int) Math.round(picture.getWidth() * scale);
        var height = (int) Math.round(picture.getHeight() * scale);
        var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        draw(
                small,
                graphics -> graphics.drawImage(
                        picture.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null));
        return small;
    }

    public static void draw(BufferedImage canvas, java.util.function.Consumer<Graphics2D> drawing) {
        var graphics = canvas.createGraphics();
        drawing.accept(graphics);
        graphics.dispose();
    }
}
