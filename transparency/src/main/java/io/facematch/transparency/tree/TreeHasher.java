package io.facematch.transparency.tree;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The two hashes of RFC 6962, section 2.1: a leaf is {@code SHA-256(0x00 || data)}, a node is
 * {@code SHA-256(0x01 || left || right)}. The first byte is why no node can be passed off as a leaf. Keeps one digest:
 * for one thread at a time; cheap enough to make one per call.
 */
public final class TreeHasher {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = sha256();

    /** The hash of a leaf of these bytes. */
    public Hash leaf(byte[] data) {
        digest.update(LEAF);
        digest.update(data);
        return Hash.owning(digest.digest());
    }

    /** The hash of a node with these two children. */
    public Hash node(Hash left, Hash right) {
        digest.update(NODE);
        digest.update(left.inner());
        digest.update(right.inner());
        return Hash.owning(digest.digest());
    }

    /** Hashes {@code length} bytes of {@code data} as a leaf into {@code to}, from byte {@code at} on; allocates nothing. */
    public void leaf(byte[] data, int offset, int length, byte[] to, int at) {
        digest.update(LEAF);
        digest.update(data, offset, length);
        finish(to, at);
    }

    /** Hashes two children that lie in arrays into {@code to}; may overwrite a child; allocates nothing. */
    public void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] to, int at) {
        digest.update(NODE);
        digest.update(left, leftAt, Hash.LENGTH);
        digest.update(right, rightAt, Hash.LENGTH);
        finish(to, at);
    }

    /** The nodes above a row of hashes that lie one after another; a last one without a neighbour has none. */
    public byte[] parents(byte[] row) {
        int count = row.length / (2 * Hash.LENGTH);
        var parents = new byte[count * Hash.LENGTH];
        for (int i = 0; i < count; i++) {
            int left = 2 * i * Hash.LENGTH;
            node(row, left, row, left + Hash.LENGTH, parents, i * Hash.LENGTH);
        }
        return parents;
    }

    /**
     * The root of a perfect tree over {@code count} hashes that lie one after another.
     *
     * @param count a power of two
     */
    public Hash perfectRoot(byte[] hashes, int offset, int count) {
        var row = Arrays.copyOfRange(hashes, offset, offset + count * Hash.LENGTH);
        while (row.length > Hash.LENGTH) {
            row = parents(row);
        }
        return Hash.owning(row);
    }

    private void finish(byte[] to, int at) {
        try {
            digest.digest(to, at, Hash.LENGTH);
        } catch (DigestException impossible) {
            throw new IndexOutOfBoundsException("No room for a hash at byte " + at + " of " + to.length);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
