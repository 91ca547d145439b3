package io.facematch.transparency.json;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in the one spelling that RFC 8785 (JCS) allows: members in the order of their names by UTF-16 code
 * units, no spaces, numbers as ECMAScript writes a double, UTF-8. The same members, put in any order, give the same
 * bytes. For one thread.
 */
public final class CanonicalJson {
    /** Up to this whole number, 2<sup>53</sup> - 1, every double is exact. */
    public static final long MAX_EXACT = (1L << 53) - 1;

    private final TreeMap<String, Value> members = new TreeMap<>();

    @FunctionalInterface
    private interface Value {
        void writeTo(JsonBytes out);
    }

    /** Puts a string, or JSON's null. */
    public CanonicalJson put(String name, @Nullable String value) {
        return value == null ? putNull(name) : add(name, out -> out.string(value));
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

    /** Puts an object, which is written as it is when the whole is. */
    public CanonicalJson put(String name, CanonicalJson value) {
        return add(name, value::writeTo);
    }

    /** Puts a list of strings, in its order. */
    public CanonicalJson put(String name, List<String> values) {
        var strings = List.copyOf(values);
        return add(name, out -> write(strings, out));
    }

    /** Puts JSON's null. */
    public CanonicalJson putNull(String name) {
        return literal(name, "null");
    }

    /**
     * The object as UTF-8.
     *
     * @throws IllegalArgumentException if a string holds half of a surrogate pair, which has no UTF-8
     */
    public byte[] bytes() {
        var out = new JsonBytes();
        writeTo(out);
        return out.toByteArray();
    }

    private CanonicalJson literal(String name, String json) {
        return add(name, out -> out.ascii(json));
    }

    private CanonicalJson add(String name, Value value) {
        if (members.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("A JSON object has one member of a name: " + name);
        }
        return this;
    }

    private void writeTo(JsonBytes out) {
        char separator = '{';
        for (var member : members.entrySet()) {
            out.ascii(separator);
            separator = ',';
            out.string(member.getKey());
            out.ascii(':');
            member.getValue().writeTo(out);
        }
        if (members.isEmpty()) {
            out.ascii('{');
        }
        out.ascii('}');
    }

    private static void write(List<String> strings, JsonBytes out) {
        char separator = '[';
        for (var string : strings) {
            out.ascii(separator);
            separator = ',';
            out.string(string);
        }
        if (strings.isEmpty()) {
            out.ascii('[');
        }
        out.ascii(']');
    }
}
