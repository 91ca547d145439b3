package io.facematch.face.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes ONNX files as tests need them, message by message. */
final class TestOnnx {
    private TestOnnx() {}

    /** A field of a message, or several. */
    record Part(byte[] bytes) {}

    static byte[] model(Part... parts) {
        return join(number(1, 8), join(parts)).bytes();
    }

    static Part graph(Part... parts) {
        return message(7, parts);
    }

    /** One with a single node. */
    static Part function(Part... node) {
        return message(25, message(7, node));
    }

    static Part node(Part... parts) {
        return message(1, parts);
    }

    static Part attribute(Part value) {
        return message(5, value);
    }

    static Part subgraph(Part... parts) {
        return message(6, parts);
    }

    static Part input(String name, Object... shape) {
        return value(11, name, shape);
    }

    static Part output(String name, Object... shape) {
        return value(12, name, shape);
    }

    static Part initializer(String name, int length) {
        return message(5, number(1, length), number(2, 1), text(8, name));
    }

    static Part external(String name, String location) {
        return message(
                5, number(1, 5), text(8, name), message(13, text(1, "location"), text(2, location)), number(14, 1));
    }

    private static Part value(int field, String name, Object... shape) {
        var dimensions = new Part[shape.length];
        for (var at = 0; at < shape.length; at++) {
            dimensions[at] =
                    message(1, shape[at] instanceof Integer length ? number(1, length) : text(2, shape[at].toString()));
        }
        return message(field, text(1, name), message(2, message(1, number(1, 1), message(2, dimensions))));
    }

    private static Part text(int field, String text) {
        return content(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Part message(int field, Part... parts) {
        return content(field, join(parts).bytes());
    }

    private static Part content(int field, byte[] content) {
        var out = new ByteArrayOutputStream();
        varint(out, (field << 3) | 2);
        varint(out, content.length);
        out.writeBytes(content);
        return new Part(out.toByteArray());
    }

    private static Part number(int field, long value) {
        var out = new ByteArrayOutputStream();
        varint(out, (long) field << 3);
        varint(out, value);
        return new Part(out.toByteArray());
    }

    private static Part join(Part... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part.bytes());
        }
        return new Part(out.toByteArray());
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        for (var rest = value; ; rest >>>= 7) {
            if (rest >>> 7 == 0) {
                out.write((int) rest);
                return;
            }
            out.write((int) ((rest & 0x7f) | 0x80));
        }
    }
}
