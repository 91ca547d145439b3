package io.facematch.face.decoding;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_WEBP_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.facematch.face.image.NativeImaging;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Writes WebP, and the chunks around a picture that OpenCV does not write. */
final class WebPFile {
    private static final int LOSSLESS = 101;
    private static final int LOSSY = 95;

    private WebPFile() {}

    static byte[] lossless(TestPicture picture, boolean transparent) {
        return encoded(picture, transparent, LOSSLESS);
    }

    static byte[] lossy(TestPicture picture, boolean transparent) {
        return encoded(picture, transparent, LOSSY);
    }

    private static byte[] encoded(TestPicture picture, boolean transparent, int quality) {
        NativeImaging.prepare();
        var channels = transparent ? 4 : 3;
        try (var pixels = new Mat(picture.height(), picture.width(), transparent ? CV_8UC4 : CV_8UC3);
                var bytes = new BytePointer();
                var how = new IntPointer(IMWRITE_WEBP_QUALITY, quality)) {
            ByteBuffer to = pixels.createBuffer();
            for (var y = 0; y < picture.height(); y++) {
                for (var x = 0; x < picture.width(); x++) {
                    for (var channel = 0; channel < channels; channel++) {
                        to.put((byte) (picture.argb(x, y) >> (8 * channel)));
                    }
                }
            }
            imencode(".webp", pixels, bytes, how);
            var file = new byte[Math.toIntExact(bytes.limit())];
            bytes.get(file);
            return file;
        }
    }

    /** Of chunks, in this order. */
    static byte[] of(byte[]... chunks) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
        Arrays.stream(chunks).forEach(body::writeBytes);
        return chunk("RIFF", body.toByteArray());
    }

    static byte[] chunk(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + content.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .array();
    }

    /** A chunk of a file, with its name and its length. */
    static byte[] chunkOf(byte[] file, String name) {
        var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var at = 12;
        while (!new String(file, at, 4, StandardCharsets.US_ASCII).equals(name)) {
            at += 8 + even(bytes.getInt(at + 4));
        }
        return Arrays.copyOfRange(file, at, at + 8 + even(bytes.getInt(at + 4)));
    }

    private static int even(int length) {
        return length + length % 2;
    }

    /** The chunk that announces others. */
    static byte[] extended(int flags, int width, int height) {
        return chunk(
                "VP8X",
                ByteBuffer.allocate(10)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(flags)
                        .putShort((short) (width - 1))
                        .put((byte) 0)
                        .putShort((short) (height - 1))
                        .put((byte) 0)
                        .array());
    }

    /** Every pixel is the same, so that no pixel takes a bit. */
    static byte[] ofOneColour(int width, int height) {
        var codes = new LowBitsFirst()
                .add(0, 1) // no transform
                .add(0, 1) // no cache
                .add(0, 1) // one set of codes
                .code(100)
                .code(100)
                .code(100)
                .code(200)
                .code(0)
                .add(0, 32);
        return of(losslessChunk(width, height, codes));
    }

    /** With opacity. */
    static byte[] losslessChunk(int width, int height, LowBitsFirst codes) {
        var header = new LowBitsFirst()
                .add(0x2F, 8)
                .add(width - 1, 14)
                .add(height - 1, 14)
                .add(1, 1)
                .add(0, 3)
                .bytes();
        var content = Arrays.copyOf(header, header.length + codes.bytes().length);
        System.arraycopy(codes.bytes(), 0, content, header.length, codes.bytes().length);
        return chunk("VP8L", content);
    }

    /** Packs bits as a lossless picture has them. */
    static final class LowBitsFirst {
        private byte[] bytes = {};
        private int count;

        LowBitsFirst add(int value, int length) {
            for (var i = 0; i < length; i++, count++) {
                bytes = Arrays.copyOf(bytes, count / 8 + 1);
                bytes[count / 8] |= (byte) ((value >>> i & 1) << count % 8);
            }
            return this;
        }

        /** A code of one symbol. */
        LowBitsFirst code(int symbol) {
            return add(1, 1).add(0, 1).add(1, 1).add(symbol, 8);
        }

        byte[] bytes() {
            return bytes;
        }
    }
}
