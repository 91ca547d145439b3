package io.facematch.standalone.espdl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes small files of ESP-DL. What is in a list twice is written once, and referred to twice. */
public final class EspdlFile {
    private static final int INT8 = 3;
    private static final int INT32 = 6;
    private static final int MOST = 1 << 20;

    private final ByteBuffer bytes = ByteBuffer.allocate(MOST).order(ByteOrder.LITTLE_ENDIAN);

    private EspdlFile() {}

    /** Numbered fields, each of which may be missing. */
    record Table(@Nullable Object[] fields) {}

    /** A vector of blocks of sixteen bytes. */
    record Blocks(byte[] content) {}

    /** A vector of numbers of 64 bits. */
    record Numbers(long... numbers) {}

    /** A network with each kind of weights, for faces of 112 pixels that nobody has. */
    public static byte[] small() {
        return of(nodes(), tensors());
    }

    static List<Table> nodes() {
        return new ArrayList<>(List.of(
                conv("x", "a"),
                node("PRelu", List.of("a", "slopes"), "b"),
                node("Add", List.of("a", "b"), "c"),
                node("Concat", List.of("b", "c"), "d", attribute("axis", 3L)),
                node("Transpose", List.of("c"), "e", attribute("perm", new Numbers(0, 3, 1, 2))),
                node("Flatten", List.of("e"), "f", attribute("axis", 1L)),
                node("Gemm", List.of("f", "matrix", "bias"), "y", attribute("activation", "Linear"))));
    }

    static List<Table> tensors() {
        return new ArrayList<>(List.of(
                tensor("kernels", INT8, bytes(16), -3, 1, 1, 16, 1),
                tensor("slopes", INT8, bytes(16), -7, 16, 1, 1),
                tensor("matrix", INT8, bytes(32), -8, 1, 1, 2, 16),
                tensor("bias", INT32, bytes(64), -10, 16)));
    }

    static Table conv(String input, String output) {
        return node(
                "Conv",
                List.of(input, "kernels", "bias"),
                output,
                attribute("dilations", new Numbers(1, 1)),
                attribute("group", 16L),
                attribute("kernel_shape", new Numbers(1, 1)),
                attribute("pads", new Numbers(0, 0, 0, 0)),
                attribute("strides", new Numbers(2, 2)));
    }

    static Table node(String operator, List<String> inputs, String output, Table... attributes) {
        return fields(6, 0, inputs, 1, List.of(output), 3, operator, 5, List.of(attributes));
    }

    static Table attribute(String name, Object value) {
        return switch (value) {
            case Long number -> fields(12, 0, name, 3, 2, 5, number);
            case Numbers numbers -> fields(12, 0, name, 3, 7, 11, numbers);
            default -> fields(12, 0, name, 3, 3, 6, value);
        };
    }

    static Table tensor(String name, int type, byte[] content, long exponent, long... dimensions) {
        return fields(
                14, 0, new Numbers(dimensions), 1, type, 6, name, 8, new Blocks(content), 13, new Numbers(exponent));
    }

    static byte[] bytes(int count) {
        var bytes = new byte[count];
        IntStream.range(0, count).forEach(index -> bytes[index] = (byte) (37 * index - 100));
        return bytes;
    }

    static byte[] of(List<?> nodes, List<?> tensors) {
        return of(model(nodes, tensors));
    }

    static Table model(List<?> nodes, List<?> tensors) {
        var input = List.of(fields(1, 0, "x"));
        var output = List.of(fields(1, 0, "y"));
        return fields(8, 7, fields(6, 0, nodes, 2, tensors, 4, input, 5, output));
    }

    /** @param model the root */
    static byte[] of(Table model) {
        var writer = new EspdlFile();
        writer.bytes.position(Integer.BYTES);
        writer.refer(0, model);
        return inContainer(Arrays.copyOf(writer.bytes.array(), writer.bytes.position()));
    }

    static byte[] inContainer(byte[] content) {
        return ByteBuffer.allocate(16 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("EDL2".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putInt(content.length)
                .putInt(0)
                .put(content)
                .array();
    }

    /** @param numbersAndValues a number, its value, the next number */
    static Table fields(int count, Object... numbersAndValues) {
        var fields = new @Nullable Object[count];
        for (var index = 0; index < numbersAndValues.length; index += 2) {
            fields[(int) numbersAndValues[index]] = numbersAndValues[index + 1];
        }
        return new Table(fields);
    }

    /** Appends what is referred to, and lets the four bytes at this position lead to it. */
    private void refer(int from, Object target) {
        switch (target) {
            case Table table -> append(from, table.fields());
            case String text -> {
                var letters = text.getBytes(StandardCharsets.UTF_8);
                begin(from).putInt(letters.length).put(letters).put((byte) 0);
            }
            case Blocks blocks -> begin(from).putInt(blocks.content.length / 16).put(blocks.content);
            case Numbers numbers -> {
                begin(from).putInt(numbers.numbers.length);
                Arrays.stream(numbers.numbers).forEach(bytes::putLong);
            }
            case List<?> elements -> {
                var first = begin(from).putInt(elements.size()).position();
                bytes.position(first + 4 * elements.size());
                var written = new IdentityHashMap<Object, Integer>();
                for (var index = 0; index < elements.size(); index++) {
                    var slot = first + 4 * index;
                    var place = written.get(elements.get(index));
                    if (place == null) {
                        refer(slot, elements.get(index));
                        written.put(elements.get(index), slot + bytes.getInt(slot));
                    } else {
                        bytes.putInt(slot, place - slot);
                    }
                }
            }
            default -> throw new IllegalArgumentException(target.getClass().toString());
        }
    }

    private void append(int from, @Nullable Object[] fields) {
        var vtable = bytes.position();
        bytes.position(vtable + 4 + 2 * fields.length);
        var start = begin(from).position();
        bytes.putInt(start - vtable);
        for (var index = 0; index < fields.length; index++) {
            if (fields[index] != null) {
                bytes.putShort(vtable + 4 + 2 * index, (short) (bytes.position() - start));
                var width = fields[index] instanceof Long ? 8 : 4;
                bytes.position(bytes.position() + width);
            }
        }
        bytes.putShort(vtable, (short) (4 + 2 * fields.length))
                .putShort(vtable + 2, (short) (bytes.position() - start));
        for (var index = 0; index < fields.length; index++) {
            var field = fields[index];
            var place = start + bytes.getShort(vtable + 4 + 2 * index);
            if (field instanceof Integer number) {
                bytes.putInt(place, number);
            } else if (field instanceof Long number) {
                bytes.putLong(place, number);
            } else if (field != null) {
                refer(place, field);
            }
        }
    }

    private ByteBuffer begin(int from) {
        return bytes.putInt(from, bytes.position() - from);
    }
}
