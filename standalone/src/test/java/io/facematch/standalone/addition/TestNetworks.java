package io.facematch.standalone.addition;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Small networks in ONNX that take a picture of 112 pixels and are no embedders. */
final class TestNetworks {
    private static final int FLOAT = 1;
    private static final int[] PICTURE = {1, 3, 112, 112};

    private TestNetworks() {}

    /** Gives the same sixteen numbers for every picture. */
    static byte[] constant() {
        var ones =
                message(5, number(1, 1), number(1, 16), number(2, FLOAT), text(8, "ones"), content(9, floats(16, 1)));
        return model("", ones, node("Identity", "ones", "y"), output("y", 1, 16));
    }

    /** Gives what no number is. */
    static byte[] notANumber() {
        return model("", node("Sub", "x", "x", "zero"), node("Div", "zero", "zero", "none"), flat("none"), row());
    }

    /** Gives other numbers at each run. */
    static byte[] random() {
        return model("", node("RandomNormalLike", "x", "noise"), flat("noise"), row());
    }

    /** Gives the picture. */
    static byte[] picture() {
        return model("", node("Identity", "x", "y"), output("y", PICTURE));
    }

    /** Gives a row of all the picture's numbers, which tells faces apart by their brightness. */
    static byte[] pixels() {
        return model("", flat("x"), row());
    }

    /** Wants an operation that nobody has. */
    static byte[] unknownOperation() {
        return model("elsewhere", node("Enchant", "x", "y"), row());
    }

    /** Reads its weights from another file. */
    static byte[] elsewhere(String location) {
        var weights = message(
                5,
                number(1, 37_632),
                number(2, FLOAT),
                text(8, "w"),
                message(13, text(1, "location"), text(2, location)),
                number(14, 1));
        return model("", weights, node("Identity", "w", "y"), row());
    }

    private static Part flat(String from) {
        return node("Flatten", from, "y");
    }

    private static Part row() {
        return output("y", 1, 37_632);
    }

    private static byte[] model(String domain, Part... graph) {
        var whole = Stream.concat(Stream.of(graph), Stream.of(text(2, "test"), value(11, "x", PICTURE)))
                .toArray(Part[]::new);
        var operations = message(8, text(1, ""), number(2, 13));
        var others = domain.isEmpty() ? join() : message(8, text(1, domain), number(2, 1));
        return join(number(1, 8), message(7, whole), operations, others).bytes();
    }

    /** @param names of the inputs, and last that of the output */
    private static Part node(String operation, String... names) {
        var inputs = Stream.of(names).limit(names.length - 1L).map(name -> text(1, name));
        var rest = Stream.of(
                text(2, names[names.length - 1]),
                text(4, operation),
                text(7, operation.equals("Enchant") ? "elsewhere" : ""));
        return message(1, Stream.concat(inputs, rest).toArray(Part[]::new));
    }

    private static Part output(String name, int... shape) {
        return value(12, name, shape);
    }

    private static Part value(int field, String name, int... shape) {
        var dimensions = new Part[shape.length];
        for (var at = 0; at < shape.length; at++) {
            dimensions[at] = message(1, number(1, shape[at]));
        }
        return message(field, text(1, name), message(2, message(1, number(1, FLOAT), message(2, dimensions))));
    }

    private static byte[] floats(int count, float value) {
        var bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var at = 0; at < count; at++) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private record Part(byte[] bytes) {}

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
