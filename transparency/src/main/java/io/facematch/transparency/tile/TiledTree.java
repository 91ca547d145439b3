package io.facematch.transparency.tile;

import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A log whose hashes are kept as tiles: appends to it, and answers for every size up to the stored one. Keeps no state
 * between calls, so it may be used by as many threads as its source; two appends at once must be kept apart by the
 * caller, as must an append and its storing. Every method throws {@link DamagedTiles} where the tiles do not suffice.
 */
public final class TiledTree {
    private final TileSource source;

    public TiledTree(TileSource source) {
        this.source = source;
    }

    /**
     * Adds leaves behind the last. Reads the unfinished tile of each level (three for 10 million leaves) and checks
     * first that they lead to the root of {@code head}, so that a damaged log is never carried on.
     *
     * @param head the log as it was last signed or stored
     * @param leaves their hashes, in order; with none, the answer is {@code head} and no tile
     */
    public Appended append(TreeHead head, List<Hash> leaves) {
        long size = Math.addExact(head.size(), leaves.size());
        var edge = new RightEdge(new TileReader(source), head.size());
        if (!edge.root().equals(head.root())) {
            throw new DamagedTiles("The tiles at the right edge do not lead to the root of size " + head.size());
        }
        leaves.forEach(edge::add);
        return new Appended(new TreeHead(size, edge.root()), edge.changedTiles());
    }

    /** The log as it was at this size. */
    public TreeHead head(long size) {
        requireSize(size, 0);
        return size == 0 ? TreeHead.EMPTY : new TreeHead(size, new TileReader(source).root(0, size));
    }

    /** The hash of the leaf at {@code index}, from 0. */
    public Hash leaf(long index) {
        return new TileReader(source).root(index, Math.addExact(index, 1));
    }

    /**
     * The proof for {@link TreeHead#includes}: siblings from the leaf upwards.
     *
     * @param index of the leaf, 0 to {@code size} - 1
     * @param size of the log in which it is shown
     */
    public List<Hash> inclusion(long index, long size) {
        return inclusions(size).apply(index);
    }

    /**
     * The same for many leaves of a log of this size: what is returned gives the proof of an index, for one thread. It
     * remembers the tiles it used last, so ask in the order of the indexes: a proof then costs a twentieth.
     */
    public LongFunction<List<Hash>> inclusions(long size) {
        requireSize(size, 1);
        var tiles = new TileReader(source);
        return index -> {
            if (index < 0 || index >= size) {
                throw new IllegalArgumentException("A log of " + size + " leaves has none at index " + index);
            }
            var proof = new ArrayList<Hash>();
            addInclusion(tiles, index, 0, size, proof);
            return proof;
        };
    }

    /**
     * The proof for {@link TreeHead#extendsFrom} (RFC 6962, section 2.1.2).
     *
     * @param from the older size, at least 1
     * @param to the newer size, at least {@code from}; if equal, the proof is empty
     */
    public List<Hash> consistency(long from, long to) {
        requireSize(from, 1);
        if (from > to) {
            throw new IllegalArgumentException("A log of " + from + " leaves is not older than one of " + to);
        }
        var proof = new ArrayList<Hash>();
        addConsistency(new TileReader(source), from, 0, to, true, proof);
        return proof;
    }

    private static void addInclusion(TileReader tiles, long index, long start, long end, List<Hash> proof) {
        if (end - start == 1) {
            return;
        }
        long middle = start + leftSide(end - start);
        if (index < middle) {
            addInclusion(tiles, index, start, middle, proof);
            proof.add(tiles.root(middle, end));
        } else {
            addInclusion(tiles, index, middle, end, proof);
            proof.add(tiles.root(start, middle));
        }
    }

    /** {@code known}: whether the reader of the proof has this very subtree as his older root. */
    private static void addConsistency(
            TileReader tiles, long from, long start, long end, boolean known, List<Hash> proof) {
        if (from == end) {
            if (!known) {
                proof.add(tiles.root(start, end));
            }
            return;
        }
        long middle = start + leftSide(end - start);
        if (from <= middle) {
            addConsistency(tiles, from, start, middle, known, proof);
            proof.add(tiles.root(middle, end));
        } else {
            addConsistency(tiles, from, middle, end, false, proof);
            proof.add(tiles.root(start, middle));
        }
    }

    /** The largest power of two below {@code leaves}: how many of them stand in the left half of their tree. */
    private static long leftSide(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }

    private static void requireSize(long size, long smallest) {
        if (size < smallest) {
            throw new IllegalArgumentException("No log of " + size + " leaves");
        }
    }
}
