package io.facematch.transparency.tree;

import java.util.List;

/**
 * What is to be known of a log at one time: how many leaves, and the root over them. Two heads and a list of hashes
 * decide every question about the log; the head must come from a signed checkpoint, never from the proof itself. The
 * answers are {@code false} for whatever does not fit, and nothing is thrown.
 *
 * @param size number of leaves, 0 to 2<sup>63</sup> - 1
 * @param root of an empty tree, the SHA-256 of nothing
 */
public record TreeHead(long size, Hash root) {
    /** A log without leaves. */
    public static final TreeHead EMPTY = new TreeHead(0, emptyRoot());

    public TreeHead {
        if (size < 0) {
            throw new IllegalArgumentException("A tree has no negative size: " + size);
        }
        if (size == 0 && !root.equals(emptyRoot())) {
            throw new IllegalArgumentException("A tree without leaves has another root");
        }
    }

    /**
     * Whether this log holds {@code leaf} at {@code index}: RFC 9162, section 2.1.3.2.
     *
     * @param leaf the hash of the leaf, which the asker should have computed from the data itself
     * @param proof siblings from the leaf up to the children of the root, exactly as many as the place asks for
     */
    public boolean includes(Hash leaf, long index, List<Hash> proof) {
        if (index < 0 || index >= size) {
            return false;
        }
        var hasher = new TreeHasher();
        long node = index;
        long last = size - 1;
        var hash = leaf;
        for (var sibling : proof) {
            if (last == 0) {
                return false;
            }
            if (isRight(node) || node == last) {
                hash = hasher.node(sibling, hash);
                while (!isRight(node) && node != 0) {
                    // A lone node at the right edge climbs until it has a sibling on its left.
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = hasher.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /**
     * Whether this log began as {@code older} and has only been added to since: RFC 9162, section 2.1.4.2. An empty
     * older log is refused like any other head that says nothing.
     *
     * @param proof as {@code TiledTree.consistency} and RFC 6962 have it; empty between two heads of the same size
     */
    public boolean extendsFrom(TreeHead older, List<Hash> proof) {
        if (older.size == 0 || older.size > size) {
            return false;
        }
        if (older.size == size) {
            return proof.isEmpty() && root.equals(older.root);
        }
        boolean wholeTree = Long.bitCount(older.size) == 1;
        if (!wholeTree && proof.isEmpty()) {
            return false;
        }
        var hasher = new TreeHasher();
        int shared = Long.numberOfTrailingZeros(older.size);
        long node = (older.size - 1) >> shared;
        long last = (size - 1) >> shared;
        var oldHash = wholeTree ? older.root : proof.getFirst();
        var newHash = oldHash;
        for (var sibling : proof.subList(wholeTree ? 0 : 1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if (isRight(node) || node == last) {
                oldHash = hasher.node(sibling, oldHash);
                newHash = hasher.node(sibling, newHash);
                while (!isRight(node) && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                newHash = hasher.node(newHash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && oldHash.equals(older.root) && newHash.equals(root);
    }

    private static boolean isRight(long node) {
        return (node & 1) == 1;
    }

    private static Hash emptyRoot() {
        return Hash.owning(TreeHasher.sha256().digest());
    }
}
