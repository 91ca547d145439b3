package io.facematch.face.decoding;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.jspecify.annotations.Nullable;

/** Writes the JPEGs that people have and ImageIO does not write by itself. */
final class JpegFile {
    private JpegFile() {}

    static byte[] of(TestPicture picture, boolean progressive) {
        return write(new IIOImage(picture.buffered(BufferedImage.TYPE_INT_RGB), null, null), progressive);
    }

    static byte[] grey(TestPicture picture) {
        return raw(picture, 1, (grey, x, y) -> new int[] {grey.green(x, y)});
    }

    /** Red, green and blue as they are, which only the mark of Adobe tells. */
    static byte[] storedAsRgb(TestPicture picture) {
        return withAdobe(raw(picture, 3, JpegFile::rgb), 0);
    }

    /**
     * Inks as all programs write them, inverted: 255 is no ink.
     *
     * @param adobe the transform in Adobe's mark: 0 for CMYK, 2 for YCCK; null writes CMYK without the mark
     */
    static byte[] inks(TestPicture picture, @Nullable Integer adobe) {
        if (adobe == null) {
            return raw(picture, 4, JpegFile::cmyk);
        }
        return withAdobe(raw(picture, 4, adobe == 0 ? JpegFile::cmyk : JpegFile::ycck), adobe);
    }

    /** Inks as TIFFs hold them, not inverted and without a mark: 0 is no ink. */
    static byte[] plainInks(TestPicture picture) {
        return raw(picture, 4, (inks, x, y) -> {
            var inverted = cmyk(inks, x, y);
            return Arrays.stream(inverted).map(ink -> 255 - ink).toArray();
        });
    }

    private interface Samples {
        int[] of(TestPicture picture, int x, int y);
    }

    private static int[] rgb(TestPicture picture, int x, int y) {
        return new int[] {picture.red(x, y), picture.green(x, y), picture.blue(x, y)};
    }

    private static int[] cmyk(TestPicture picture, int x, int y) {
        var rgb = rgb(picture, x, y);
        var light = Math.max(Math.max(rgb[0], rgb[1]), Math.max(rgb[2], 1));
        return new int[] {255 * rgb[0] / light, 255 * rgb[1] / light, 255 * rgb[2] / light, light};
    }

    private static int[] ycck(TestPicture picture, int x, int y) {
        var inks = cmyk(picture, x, y);
        var red = 255 - inks[0];
        var green = 255 - inks[1];
        var blue = 255 - inks[2];
        var luminance = 0.299 * red + 0.587 * green + 0.114 * blue;
        return new int[] {
            (int) Math.round(luminance),
            (int) Math.round(Math.clamp((blue - luminance) / 1.772 + 128, 0, 255)),
            (int) Math.round(Math.clamp((red - luminance) / 1.402 + 128, 0, 255)),
            inks[3]
        };
    }

    private static byte[] raw(TestPicture picture, int bands, Samples samples) {
        var raster = Raster.createInterleavedRaster(
                DataBuffer.TYPE_BYTE, picture.width(), picture.height(), bands, new Point());
        for (var y = 0; y < picture.height(); y++) {
            for (var x = 0; x < picture.width(); x++) {
                raster.setPixel(x, y, samples.of(picture, x, y));
            }
        }
        return write(new IIOImage(raster, null, null), false);
    }

    static byte[] write(IIOImage image, boolean progressive) {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var bytes = new ByteArrayOutputStream();
                var output = ImageIO.createImageOutputStream(bytes)) {
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(0.98f);
            how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(output);
            writer.write(null, image, how);
            output.flush();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
    }

    private static byte[] withAdobe(byte[] jpeg, int transform) {
        return withSegment(
                jpeg,
                0xEE,
                ByteBuffer.allocate(12)
                        .put("Adobe".getBytes(StandardCharsets.US_ASCII))
                        .putShort((short) 100)
                        .putInt(0)
                        .put((byte) transform)
                        .array());
    }

    /** With one more segment behind the start. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        return ByteBuffer.allocate(jpeg.length + 4 + content.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** Where the marker of the first segment of this kind stands. */
    static int find(byte[] jpeg, int marker) {
        var at = 2;
        while ((jpeg[at + 1] & 0xFF) != marker) {
            at = end(jpeg, at);
        }
        return at;
    }

    /** Whether there is a segment of this kind before the first scan. */
    static boolean has(byte[] jpeg, int marker) {
        var at = 2;
        while ((jpeg[at + 1] & 0xFF) != marker && (jpeg[at + 1] & 0xFF) != 0xDA) {
            at = end(jpeg, at);
        }
        return (jpeg[at + 1] & 0xFF) == marker;
    }

    /** Behind the segment whose marker stands there. */
    static int end(byte[] jpeg, int segment) {
        return segment + 2 + ByteBuffer.wrap(jpeg).getShort(segment + 2);
    }

    /** Each component in a scan of its own. */
    static byte[] apart(TestPicture picture) {
        var planes = new byte[3][];
        for (var i = 0; i < 3; i++) {
            var component = i;
            planes[i] = raw(picture, 1, (of, x, y) -> new int[] {ycc(of, x, y)[component]});
        }
        var tables = planes[0];
        var file = new ByteArrayOutputStream();
        file.write(tables, 0, find(tables, 0xC0));
        file.writeBytes(ByteBuffer.allocate(19)
                .putShort((short) 0xFFC0)
                .putShort((short) 17)
                .put((byte) 8)
                .putShort((short) picture.height())
                .putShort((short) picture.width())
                .put((byte) 3)
                .put(new byte[] {1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0})
                .array());
        var codes = end(tables, find(tables, 0xC0));
        file.write(tables, codes, find(tables, 0xDA) - codes);
        for (var i = 0; i < 3; i++) {
            var scan = end(planes[i], find(planes[i], 0xDA));
            file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, (byte) (1 + i), 0, 0, 63, 0});
            file.write(planes[i], scan, planes[i].length - 2 - scan);
        }
        file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
        return file.toByteArray();
    }

    private static int[] ycc(TestPicture picture, int x, int y) {
        var rgb = rgb(picture, x, y);
        var luminance = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
        return new int[] {
            (int) Math.round(luminance),
            (int) Math.round(Math.clamp((rgb[2] - luminance) / 1.772 + 128, 0, 255)),
            (int) Math.round(Math.clamp((rgb[0] - luminance) / 1.402 + 128, 0, 255))
        };
    }
}
