package io.facematch.standalone.espdl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Reads a FlatBuffer that may be hostile. References lead forward and stay inside, so that there are no cycles. Many
 * references may lead to the same place, so all reads together give hardly more bytes than there are.
 */
final class FlatBuffer {
    private static final int REFERENCE = Integer.BYTES;

    /** Of the vectors of blocks, whose content is aligned. */
    private static final int BLOCK = 16;

    /** Names are written once and read wherever they are used. */
    private static final int READ_AGAIN = 1 << 18;

    /** What a table or a text of any size takes in memory, in bytes. */
    private static final int OBJECT = 64;

    private final ByteBuffer bytes;
    private long unread;

    /** @param bytes little endian */
    FlatBuffer(ByteBuffer bytes) {
        this.bytes = bytes;
        this.unread = (long) bytes.limit() + READ_AGAIN;
    }

    Table root() {
        return new Table(follow(0));
    }

    /** Numbered fields, each of which may be missing. */
    final class Table {
        private final int start;
        private final int size;
        private final int fields;
        private final int fieldsSize;

        private Table(int start) {
            this.start = start;
            this.fields = requireInside((long) start - intAt(start), 2 * Short.BYTES);
            this.fieldsSize = shortAt(fields);
            this.size = shortAt(fields + Short.BYTES);
            requireInside(fields, fieldsSize);
            requireInside(start, size);
            read(OBJECT);
        }

        /** Zero, the schema's default, when it is missing. */
        int number(int field) {
            return position(field, Integer.BYTES).map(FlatBuffer.this::intAt).orElse(0);
        }

        /** Zero, the schema's default, when it is missing. */
        long largeNumber(int field) {
            return position(field, Long.BYTES).map(bytes::getLong).orElse(0L);
        }

        /** Empty when it is missing. */
        String text(int field) {
            return target(field).map(FlatBuffer.this::textAt).orElse("");
        }

        Optional<Table> table(int field) {
            return target(field).map(Table::new);
        }

        List<Table> tables(int field) {
            return references(field, Table::new);
        }

        List<String> texts(int field) {
            return references(field, FlatBuffer.this::textAt);
        }

        List<Long> largeNumbers(int field) {
            return vector(field, Long.BYTES, bytes::getLong);
        }

        /** The content of a vector of blocks, little endian. */
        ByteBuffer blocks(int field) {
            var vector = target(field);
            if (vector.isEmpty()) {
                return ByteBuffer.allocate(0);
            }
            var count = count(vector.get(), BLOCK);
            return bytes.slice(vector.get() + Integer.BYTES, count * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        }

        private <T> List<T> references(int field, IntFunction<T> at) {
            return vector(field, REFERENCE, position -> at.apply(follow(position)));
        }

        private <T> List<T> vector(int field, int width, IntFunction<T> at) {
            var vector = target(field);
            if (vector.isEmpty()) {
                return List.of();
            }
            var first = vector.get() + Integer.BYTES;
            return IntStream.range(0, count(vector.get(), width))
                    .mapToObj(index -> at.apply(first + index * width))
                    .toList();
        }

        private Optional<Integer> target(int field) {
            return position(field, REFERENCE).map(FlatBuffer.this::follow);
        }

        private Optional<Integer> position(int field, int width) {
            var entry = (2 + field) * Short.BYTES;
            var offset = entry + Short.BYTES > fieldsSize ? 0 : shortAt(fields + entry);
            if (offset == 0) {
                return Optional.empty();
            }
            if (offset + width > size) {
                throw new UnreadableEspdl("a field lies outside of its table");
            }
            return Optional.of(start + offset);
        }
    }

    private String textAt(int position) {
        read(OBJECT);
        var length = count(position, 1);
        var text = new byte[length];
        bytes.get(position + Integer.BYTES, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** How many elements the vector at this position has, all of which lie inside. */
    private int count(int position, int width) {
        var count = intAt(position);
        if (count < 0) {
            throw new UnreadableEspdl("a length is negative");
        }
        requireInside(position + (long) Integer.BYTES, (long) count * width);
        read(Integer.BYTES + (long) count * width);
        return count;
    }

    private int follow(int position) {
        var offset = intAt(position);
        if (offset <= 0) {
            throw new UnreadableEspdl("a reference does not lead forward");
        }
        return requireInside((long) position + offset, REFERENCE);
    }

    private int intAt(int position) {
        return bytes.getInt(requireInside(position, Integer.BYTES));
    }

    private int shortAt(int position) {
        return Short.toUnsignedInt(bytes.getShort(requireInside(position, Short.BYTES)));
    }

    private int requireInside(long position, long length) {
        if (position < 0 || length > bytes.limit() - position) {
            throw new UnreadableEspdl("it is cut off, or a reference leads outside");
        }
        return (int) position;
    }

    private void read(long count) {
        unread -= count;
        if (unread < 0) {
            throw new UnreadableEspdl("too many references lead to the same place");
        }
    }
}
