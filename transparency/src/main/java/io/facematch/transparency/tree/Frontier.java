package io.facematch.transparency.tree;

/**
 * The root over a stream of leaves, in any number, in 2 KB of memory: it keeps one hash for each complete subtree at
 * the right edge. It is how a whole log is hashed again from its rows. For one thread.
 */
public final class Frontier {
    private static final int LEVELS = 63;

    private final TreeHasher hasher = new TreeHasher();
    private final byte[] edge = new byte[LEVELS * Hash.LENGTH];
    private final byte[] carry = new byte[Hash.LENGTH];
    private long size;

    /** Adds the next leaf by its hash. */
    public void add(Hash leaf) {
        leaf.copyTo(carry, 0);
        carryUp();
    }

    /** Adds the next leaf by its hash, which starts at byte {@code offset} of {@code hashes}; allocates nothing. */
    public void add(byte[] hashes, int offset) {
        System.arraycopy(hashes, offset, carry, 0, Hash.LENGTH);
        carryUp();
    }

    /** The number of leaves so far. */
    public long size() {
        return size;
    }

    /** The tree over the leaves so far; more may follow. */
    public TreeHead head() {
        if (size == 0) {
            return TreeHead.EMPTY;
        }
        int lowest = Long.numberOfTrailingZeros(size);
        var root = Hash.at(lowest * Hash.LENGTH, edge);
        for (int level = lowest + 1; level < LEVELS; level++) {
            if ((size >> level & 1) == 1) {
                root = hasher.node(Hash.at(level * Hash.LENGTH, edge), root);
            }
        }
        return new TreeHead(size, root);
    }

    private void carryUp() {
        int level = 0;
        for (; (size >> level & 1) == 1; level++) {
            hasher.node(edge, level * Hash.LENGTH, carry, 0, carry, 0);
        }
        System.arraycopy(carry, 0, edge, level * Hash.LENGTH, Hash.LENGTH);
        size = Math.incrementExact(size);
    }
}
