package io.facematch.face.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one protobuf message, one after the other. A field that is not asked for is left behind by
 * {@link #next}.
 */
final class Fields {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;
    private static final int LONGEST_VARINT = 64;

    private final ByteBuffer bytes;
    private int number;
    private int wireType;
    private int end;

    /** @param bytes read from its position to its limit, and not changed */
    Fields(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    /** Goes to the next field; false when there is none. */
    boolean next() throws InvalidOnnx {
        bytes.position(end);
        if (!bytes.hasRemaining()) {
            return false;
        }
        var tag = varint();
        number = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (number <= 0 || tag >>> 32 != 0) {
            throw new InvalidOnnx("it is no ONNX model");
        }
        end = end();
        return true;
    }

    int number() {
        return number;
    }

    /** A number; 0 when the field is something else. */
    long value() throws InvalidOnnx {
        return wireType == VARINT ? varint() : 0;
    }

    /** A message within this one; an empty one when the field is something else. */
    Fields message() {
        return new Fields(content());
    }

    String text() {
        return StandardCharsets.UTF_8.decode(content()).toString();
    }

    private ByteBuffer content() {
        return wireType == LENGTH ? bytes.slice(bytes.position(), end - bytes.position()) : ByteBuffer.allocate(0);
    }

    /** Where this field ends. With a length before its content, that is read here. */
    private int end() throws InvalidOnnx {
        var length = switch (wireType) {
            case VARINT -> varintLength();
            case EIGHT_BYTES -> Long.BYTES;
            case FOUR_BYTES -> Integer.BYTES;
            case LENGTH -> varint();
            // Groups, which ONNX does not have, and what no protobuf has.
            default -> throw new InvalidOnnx("it is no ONNX model");
        };
        if (length < 0 || length > bytes.remaining()) {
            throw new InvalidOnnx("it is no ONNX model, or is cut off");
        }
        return bytes.position() + (int) length;
    }

    private long varintLength() throws InvalidOnnx {
        var start = bytes.position();
        varint();
        var length = bytes.position() - start;
        bytes.position(start);
        return length;
    }

    private long varint() throws InvalidOnnx {
        var value = 0L;
        for (var shift = 0; shift < LONGEST_VARINT; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw new InvalidOnnx("it is no ONNX model, or is cut off");
            }
            var part = bytes.get();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new InvalidOnnx("it is no ONNX model");
    }
}
