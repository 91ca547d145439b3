package io.facematch.transparency.json;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in the one spelling that RFC 8785 (JCS) allows: members in the order of their names by UTF-16 code
 * units, no spaces, numbers as ECMAScript writes a double, UTF-8. The same members, put in any order, give the same
 * bytes; put in the order of their names they cost least. For one thread.
 */
public final class CanonicalJson {
    /** Up to this whole number, 2<sup>53</sup> - 1, every double is exact. */
    public static final long MAX_EXACT = (1L << 53) - 1;

    private static final int USUAL_MEMBERS = 16;

    /** The members one after another, each as it is to be written, in the order in which they were put. */
    private final JsonBytes written = new JsonBytes();

    private String[] names = new String[USUAL_MEMBERS];
    private int[] ends = new int[USUAL_MEMBERS];
    private int count;
    private boolean isSorted = true;

    /**
     * Puts a string, or JSON's null.
     *
     * @throws IllegalArgumentException if it holds half of a surrogate pair, which has no UTF-8
     */
    public CanonicalJson put(String name, @Nullable String value) {
        if (value == null) {
            return putNull(name);
        }
        begin(name);
        written.string(value);
        return end(name);
    }

    /**
     * Puts a number.
     *
     * @throws IllegalArgumentException for an infinite one or NaN, which JSON does not have
     */
    public CanonicalJson put(String name, double value) {
        return literal(name, EcmaNumber.format(value));
    }

    /**
     * Puts a number of single precision with its own shortest digits, which any language reads as the same number.
     *
     * @throws IllegalArgumentException for an infinite one or NaN, which JSON does not have
     */
    public CanonicalJson put(String name, float value) {
        return literal(name, EcmaNumber.format(value));
    }

    /**
     * Puts a whole number.
     *
     * @throws IllegalArgumentException beyond {@link #MAX_EXACT} on either side, where readers would take it for its
     *     neighbour: put a string instead
     */
    public CanonicalJson put(String name, long value) {
        if (value > MAX_EXACT || value < -MAX_EXACT) {
            throw new IllegalArgumentException("Too large to be exact as a JSON number: " + name);
        }
        return literal(name, Long.toString(value));
    }

    /** Puts true or false. */
    public CanonicalJson put(String name, boolean value) {
        return literal(name, Boolean.toString(value));
    }

    /** Puts an object as it is now. */
    public CanonicalJson put(String name, CanonicalJson value) {
        begin(name);
        value.writeTo(written);
        return end(name);
    }

    /** Puts a list of strings, in its order. */
    public CanonicalJson put(String name, List<String> values) {
        begin(name);
        char separator = '[';
        for (var value : values) {
            written.ascii(separator);
            separator = ',';
            written.string(value);
        }
        if (values.isEmpty()) {
            written.ascii('[');
        }
        written.ascii(']');
        return end(name);
    }

    /** Puts JSON's null. */
    public CanonicalJson putNull(String name) {
        return literal(name, "null");
    }

    /** The object as UTF-8. */
    public byte[] bytes() {
        var out = new JsonBytes(written.length() + Math.max(count - 1, 0) + 2);
        writeTo(out);
        return out.toByteArray();
    }

    private CanonicalJson literal(String name, String json) {
        begin(name);
        written.ascii(json);
        return end(name);
    }

    private void begin(String name) {
        var order = count == 0 ? -1 : names[count - 1].compareTo(name);
        if (order == 0 || (order > 0 && Arrays.asList(names).subList(0, count).contains(name))) {
            throw new IllegalArgumentException("A JSON object has one member of a name: " + name);
        }
        isSorted &= order < 0;
        // Of a member that was refused, a part may stand there.
        written.cutTo(start(count));
        written.string(name);
        written.ascii(':');
    }

    private CanonicalJson end(String name) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        names[count] = name;
        ends[count++] = written.length();
        return this;
    }

    private void writeTo(JsonBytes out) {
        out.ascii('{');
        if (isSorted) {
            for (int i = 0; i < count; i++) {
                writeMember(i, i == 0, out);
            }
        } else {
            var order = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparing(i -> names[i]))
                    .toList();
            for (var i : order) {
                writeMember(i, i.equals(order.getFirst()), out);
            }
        }
        out.ascii('}');
    }

    private void writeMember(int i, boolean isFirst, JsonBytes out) {
        if (!isFirst) {
            out.ascii(',');
        }
        out.copy(written, start(i), ends[i]);
    }

    private int start(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }
}
