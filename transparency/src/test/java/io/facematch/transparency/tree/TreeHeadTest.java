package io.facematch.transparency.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.transparency.tile.TileSource;
import io.facematch.transparency.tile.TiledTree;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Honest proofs, by the vectors that the implementations of RFC 6962 share, and every small lie. */
class TreeHeadTest {
    private static final List<String> DATA =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final int SIZE = 8;
    private final TreeHasher hasher = new TreeHasher();
    private final List<Hash> leaves =
            DATA.stream().map(HexFormat.of()::parseHex).map(hasher::leaf).toList();
    private final TiledTree tree = tree(leaves);

    @Test
    void rootsAreTheKnownOnes() {
        assertThat(TreeHead.EMPTY.root())
                .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        var frontier = new Frontier();
        for (int i = 0; i < SIZE; i++) {
            frontier.add(leaves.get(i));
            assertThat(frontier.head().root()).hasToString(ROOTS.get(i));
            assertThat(tree.head(i + 1)).isEqualTo(frontier.head());
        }
    }

    @Test
    void inclusionProofsAreTheKnownOnes() {
        assertThat(tree.inclusion(0, 1)).isEmpty();
        assertThat(tree.inclusion(0, 8))
                .hasToString("[96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7, "
                        + "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e, "
                        + "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4]");
        assertThat(tree.inclusion(5, 8))
                .hasToString("[bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b, "
                        + "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0, "
                        + "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7]");
        assertThat(tree.inclusion(2, 3))
                .hasToString("[fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125]");
        assertThat(tree.inclusion(1, 5))
                .hasToString("[6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d, "
                        + "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e, "
                        + "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b]");
    }

    @Test
    void consistencyProofsAreTheKnownOnes() {
        assertThat(tree.consistency(1, 1)).isEmpty();
        assertThat(tree.consistency(1, 8))
                .hasToString("[96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7, "
                        + "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e, "
                        + "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4]");
        assertThat(tree.consistency(6, 8))
                .hasToString("[0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a, "
                        + "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0, "
                        + "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7]");
        assertThat(tree.consistency(2, 5))
                .hasToString("[5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e, "
                        + "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b]");
    }

    @Test
    void aLeafIsIncludedAtItsPlaceOnly() {
        for (int size = 1; size <= SIZE; size++) {
            var head = tree.head(size);
            for (int index = 0; index < size; index++) {
                var proof = tree.inclusion(index, size);
                for (int claimed = -1; claimed <= SIZE; claimed++) {
                    assertThat(head.includes(leaves.get(index), claimed, proof))
                            .as("leaf %d of %d, claimed at %d", index, size, claimed)
                            .isEqualTo(claimed == index);
                }
                assertThat(head.includes(leaves.get(index), Long.MIN_VALUE, proof))
                        .isFalse();
                assertThat(head.includes(leaves.get(index), Long.MAX_VALUE, proof))
                        .isFalse();
            }
        }
    }

    @Test
    void everyChangedInclusionProofIsRefused() {
        for (int size = 1; size <= SIZE; size++) {
            for (int index = 0; index < size; index++) {
                var head = tree.head(size);
                var leaf = leaves.get(index);
                long place = index;
                assertThat(head.includes(leaf, place, tree.inclusion(index, size)))
                        .isTrue();
                forgeries(
                        tree.inclusion(index, size),
                        forged -> assertThat(head.includes(leaf, place, forged)).isFalse());
                var proof = tree.inclusion(index, size);
                flips(leaf)
                        .forEach(other ->
                                assertThat(head.includes(other, place, proof)).isFalse());
                flips(head.root())
                        .forEach(other -> assertThat(new TreeHead(head.size(), other).includes(leaf, place, proof))
                                .isFalse());
            }
        }
    }

    @Test
    void everyChangedConsistencyProofIsRefused() {
        for (int to = 1; to <= SIZE; to++) {
            for (int from = 1; from <= to; from++) {
                var newer = tree.head(to);
                var older = tree.head(from);
                var proof = tree.consistency(from, to);
                assertThat(newer.extendsFrom(older, proof)).isTrue();
                forgeries(
                        proof,
                        forged -> assertThat(newer.extendsFrom(older, forged)).isFalse());
                flips(older.root())
                        .forEach(root -> assertThat(newer.extendsFrom(new TreeHead(older.size(), root), proof))
                                .isFalse());
                flips(newer.root())
                        .forEach(root -> assertThat(new TreeHead(newer.size(), root).extendsFrom(older, proof))
                                .isFalse());
            }
        }
    }

    @Test
    void nothingIsSaidOfAnEmptyLogOrALargerOne() {
        assertThat(TreeHead.EMPTY.includes(leaves.getFirst(), 0, List.of())).isFalse();
        assertThat(tree.head(8).extendsFrom(TreeHead.EMPTY, List.of())).isFalse();
        assertThat(TreeHead.EMPTY.extendsFrom(TreeHead.EMPTY, List.of())).isFalse();
        assertThat(tree.head(3).extendsFrom(tree.head(5), tree.consistency(3, 5)))
                .isFalse();
    }

    @Test
    void aNodeDoesNotPassForALeaf() {
        var node = hasher.node(leaves.get(0), leaves.get(1));
        var shorter = tree.inclusion(0, 8).subList(1, 3);
        var data = new byte[2 * Hash.LENGTH];
        leaves.get(0).copyTo(data, 0);
        leaves.get(1).copyTo(data, Hash.LENGTH);

        // The proof is right for a tree of four such nodes, but the signed size says that there are eight leaves.
        assertThat(new TreeHead(4, tree.head(8).root()).includes(node, 0, shorter))
                .isTrue();
        assertThat(tree.head(8).includes(node, 0, shorter)).isFalse();
        assertThat(IntStream.range(0, 8).anyMatch(index -> tree.head(8).includes(node, index, shorter)))
                .isFalse();
        // And nobody has data whose leaf is that node: the first byte differs.
        assertThat(hasher.leaf(data)).isNotEqualTo(node);
        assertThat(tree.head(8).includes(hasher.leaf(data), 0, shorter)).isFalse();
    }

    @Test
    void aProofLongerThanItsPlaceAsksForIsRefusedWhereverItLeads() {
        var leaf = leaves.get(1);
        var above = hasher.node(leaves.get(0), leaf);

        assertThat(new TreeHead(1, above).includes(leaf, 0, List.of(leaves.get(0))))
                .isFalse();

        var extra = leaves.get(7);
        var longer = new ArrayList<>(tree.consistency(3, 4));
        longer.add(extra);
        var older = new TreeHead(3, hasher.node(extra, tree.head(3).root()));
        var newer = new TreeHead(4, hasher.node(extra, tree.head(4).root()));
        assertThat(newer.extendsFrom(older, longer)).isFalse();
    }

    @Test
    void forksDoNotExtendWhatTheyLeftOut() {
        for (int changed = 0; changed < SIZE; changed++) {
            var forkedLeaves = new ArrayList<>(leaves);
            forkedLeaves.set(changed, hasher.leaf(new byte[] {42}));
            var fork = tree(forkedLeaves);
            for (int from = 1; from <= SIZE; from++) {
                boolean before = from <= changed;
                var older = tree.head(from);
                for (var proof : List.of(tree.consistency(from, SIZE), fork.consistency(from, SIZE))) {
                    boolean honest = before && proof.equals(fork.consistency(from, SIZE));
                    assertThat(fork.head(SIZE).extendsFrom(older, proof))
                            .as("leaf %d changed, seen at size %d", changed, from)
                            .isEqualTo(honest);
                }
            }
        }
    }

    @Test
    void aRemovedOrMovedLeafChangesTheHistory() {
        var removed = new ArrayList<>(leaves);
        removed.remove(2);
        removed.add(hasher.leaf(new byte[] {42}));
        var moved = new ArrayList<>(leaves);
        moved.set(1, leaves.get(2));
        moved.set(2, leaves.get(1));

        for (var history : List.of(removed, moved)) {
            var other = tree(history);
            assertThat(other.head(8).extendsFrom(tree.head(4), other.consistency(4, 8)))
                    .isFalse();
            assertThat(other.head(8).extendsFrom(tree.head(8), List.of())).isFalse();
        }
    }

    @Test
    void proofsLongerThanAnyTreeAreRefusedAtOnce() {
        var endless = new ArrayList<Hash>();
        for (int i = 0; i < 100; i++) {
            endless.add(leaves.get(i % SIZE));
        }
        var largest = new TreeHead(Long.MAX_VALUE, tree.head(8).root());

        assertThat(largest.includes(leaves.getFirst(), 0, endless)).isFalse();
        assertThat(largest.includes(leaves.getFirst(), Long.MAX_VALUE - 1, endless))
                .isFalse();
        assertThat(largest.extendsFrom(tree.head(7), endless)).isFalse();
        assertThat(largest.extendsFrom(
                        new TreeHead(Long.MAX_VALUE - 1, tree.head(8).root()), endless))
                .isFalse();
        assertThat(largest.extendsFrom(new TreeHead(1L << 62, tree.head(8).root()), List.of()))
                .isFalse();
    }

    @Test
    void headsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new TreeHead(-1, leaves.getFirst())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TreeHead(0, leaves.getFirst())).isInstanceOf(IllegalArgumentException.class);
    }

    /** Each hash missing, doubled, replaced and with each bit flipped, and one too many at either end. */
    private void forgeries(List<Hash> proof, Consumer<List<Hash>> refused) {
        for (int i = 0; i < proof.size(); i++) {
            var missing = new ArrayList<>(proof);
            missing.remove(i);
            refused.accept(missing);
            var doubled = new ArrayList<>(proof);
            doubled.add(i, proof.get(i));
            refused.accept(doubled);
            for (var flipped : flips(proof.get(i))) {
                var changed = new ArrayList<>(proof);
                changed.set(i, flipped);
                refused.accept(changed);
            }
            if (i > 0 && !proof.get(i).equals(proof.get(i - 1))) {
                var swapped = new ArrayList<>(proof);
                swapped.set(i, proof.get(i - 1));
                swapped.set(i - 1, proof.get(i));
                refused.accept(swapped);
            }
        }
        for (var extra : leaves) {
            var longer = new ArrayList<>(proof);
            longer.add(extra);
            refused.accept(longer);
            longer.removeLast();
            longer.addFirst(extra);
            refused.accept(longer);
        }
    }

    private static List<Hash> flips(Hash hash) {
        return IntStream.range(0, Hash.LENGTH * 8)
                .mapToObj(bit -> {
                    var bytes = hash.bytes();
                    bytes[bit / 8] ^= (byte) (1 << bit % 8);
                    return Hash.of(bytes);
                })
                .toList();
    }

    private static TiledTree tree(List<Hash> leaves) {
        var tile = new TiledTree(TileSource.EMPTY)
                .append(TreeHead.EMPTY, leaves)
                .tiles()
                .getFirst();
        return new TiledTree(id -> id.equals(tile.id()) ? Optional.of(tile.hashes()) : Optional.empty());
    }
}
