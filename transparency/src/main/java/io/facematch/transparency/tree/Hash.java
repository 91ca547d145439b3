package io.facematch.transparency.tree;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The 32 bytes of a SHA-256 hash. Immutable; {@link #toString} is hexadecimal. */
public final class Hash {
    /** Bytes of a hash. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A copy of these bytes.
     *
     * @throws IllegalArgumentException unless there are 32
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /**
     * The hash that starts at byte {@code offset} of {@code from}.
     *
     * @throws IndexOutOfBoundsException if {@code from} ends before the hash does
     */
    public static Hash at(int offset, byte[] from) {
        if (offset < 0 || offset > from.length - LENGTH) {
            throw new IndexOutOfBoundsException("No hash at byte " + offset + " of " + from.length);
        }
        return new Hash(Arrays.copyOfRange(from, offset, offset + LENGTH));
    }

    /** The hash that {@link #base64} has written; empty for any other text, also for a second spelling of the same bytes. */
    public static Optional<Hash> fromBase64(String text) {
        if (text.length() != 44) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        var hash = bytes.length == LENGTH ? new Hash(bytes) : null;
        return Optional.ofNullable(hash).filter(one -> one.base64().equals(text));
    }

    /** Wraps without a copy: the caller gives the array away. */
    static Hash owning(byte[] bytes) {
        return new Hash(bytes);
    }

    /** The array itself, for hashing without a copy: never changed, never handed out. */
    byte[] inner() {
        return bytes;
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Writes the 32 bytes to {@code to}, from byte {@code offset} on. */
    public void copyTo(byte[] to, int offset) {
        System.arraycopy(bytes, 0, to, offset, LENGTH);
    }

    /** In the standard alphabet with padding: 44 characters. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
