package io.facematch.standalone.espdl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes one message of Protocol Buffers, field after field. What is put in is not copied before the end. */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int LONGEST_VARINT = 10;

    private final List<byte[]> parts = new ArrayList<>();
    private int length;

    Protobuf number(int field, long value) {
        varint((field << 3) | VARINT);
        varint(value);
        return this;
    }

    Protobuf text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf bytes(int field, byte[] bytes) {
        varint((field << 3) | LENGTH_DELIMITED);
        varint(bytes.length);
        add(bytes);
        return this;
    }

    Protobuf message(int field, Protobuf message) {
        varint((field << 3) | LENGTH_DELIMITED);
        varint(message.length);
        return all(message);
    }

    /** Appends the fields of another message. */
    Protobuf all(Protobuf fields) {
        fields.parts.forEach(this::add);
        return this;
    }

    byte[] toByteArray() {
        var all = ByteBuffer.allocate(length);
        parts.forEach(all::put);
        return all.array();
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private void varint(long value) {
        var bytes = ByteBuffer.allocate(LONGEST_VARINT);
        var rest = value;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
            bytes.put((byte) ((rest & 0x7f) | 0x80));
        }
        bytes.put((byte) rest);
        var written = new byte[bytes.position()];
        bytes.get(0, written);
        add(written);
    }

    private void add(byte[] part) {
        parts.add(part);
        length = Math.addExact(length, part.length);
    }
}
