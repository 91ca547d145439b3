package io.facematch.transparency.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.transparency.tree.Frontier;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import io.facematch.transparency.tree.TreeHead;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledTreeTest {
    @ParameterizedTest
    @CsvSource({"1, 700", "3, 700", "255, 5000", "256, 5000", "257, 5000", "5000, 66000"})
    void batchesOfAnySizeLeadToTheSameTilesAndRoot(int batch, long size) {
        var log = StoredTiles.of(size, batch);

        var frontier = new Frontier();
        StoredTiles.leaves(0, size).forEach(frontier::add);
        assertThat(log.head()).isEqualTo(frontier.head());
        var atOnce = StoredTiles.of(size, (int) size);
        assertThat(log.tiles().keySet()).isEqualTo(atOnce.tiles().keySet());
        log.tiles()
                .forEach((id, hashes) ->
                        assertThat(hashes).isEqualTo(atOnce.tiles().get(id)));
    }

    /** The example of the specification: 70,000 leaves. */
    @Test
    void tilesAreThoseOfTheSpecification() {
        var log = StoredTiles.of(70_000, 5_000);

        assertThat(log.tiles()).hasSize(274 + 2 + 1);
        log.tiles().forEach((id, hashes) -> assertThat(hashes).hasSize(id.widthAt(70_000) * Hash.LENGTH));
        assertThat(new TileId(0, 273).widthAt(70_000)).isEqualTo(112);
        assertThat(new TileId(1, 0).widthAt(70_000)).isEqualTo(256);
        assertThat(new TileId(1, 1).widthAt(70_000)).isEqualTo(17);
        assertThat(new TileId(2, 0).widthAt(70_000)).isEqualTo(1);
        assertThat(new TileId(3, 0).widthAt(70_000)).isZero();
    }

    @Test
    void aFullTileHasAPartialOneAboveIt() {
        var appended = StoredTiles.of(255, 255).append(StoredTiles.leaves(255, 256));

        assertThat(appended.tiles()).extracting(Tile::toString).containsExactly("tile/0/000", "tile/1/000.p/1");
    }

    @Test
    void everyRootAndProofOfASmallLogHolds() {
        var log = StoredTiles.of(300, 7);
        var tree = log.tree();
        var leaves = StoredTiles.leaves(0, 300);

        for (int size : IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.rangeClosed(250, 262))
                .toArray()) {
            var head = tree.head(size);
            assertThat(head).isEqualTo(new TreeHead(size, naiveRoot(leaves.subList(0, size))));
            for (int index = 0; index < size; index += 1 + size / 20) {
                assertThat(head.includes(leaves.get(index), index, tree.inclusion(index, size)))
                        .isTrue();
            }
            for (int from = 1; from <= size; from += 1 + size / 20) {
                assertThat(head.extendsFrom(tree.head(from), tree.consistency(from, size)))
                        .isTrue();
            }
        }
    }

    @Test
    void proofsOfALargeLogHold() {
        long size = 65_536 + 700;
        var log = StoredTiles.of(size, 5_000);
        var tree = log.tree();
        for (long index : new long[] {0, 255, 256, 32_768, 65_535, 65_536, size - 1}) {
            assertThat(tree.head(size).includes(tree.leaf(index), index, tree.inclusion(index, size)))
                    .isTrue();
            assertThat(tree.head(size).extendsFrom(tree.head(index + 1), tree.consistency(index + 1, size)))
                    .isTrue();
            assertThat(tree.leaf(index)).isEqualTo(new TreeHasher().leaf(StoredTiles.data(index)));
        }
    }

    @Test
    void appendReadsTheRightEdgeOnly() {
        var log = StoredTiles.of(70_000, 5_000);
        log.takeReads();

        log.append(StoredTiles.leaves(70_000, 75_000));

        assertThat(log.takeReads()).containsExactlyInAnyOrder(new TileId(0, 273), new TileId(1, 1), new TileId(2, 0));
    }

    @Test
    void aProofReadsEachTileOnce() {
        var log = StoredTiles.of(70_000, 5_000);
        log.takeReads();

        log.tree().inclusion(33_333, 70_000);

        assertThat(log.takeReads()).doesNotHaveDuplicates().hasSizeLessThan(7);
    }

    @Test
    void manyProofsReadATileOnceAndAreTheSame() {
        var log = StoredTiles.of(70_000, 5_000);
        log.takeReads();

        var proofs = log.tree().inclusions(69_999);

        for (long index = 600; index < 1_400; index++) {
            assertThat(proofs.apply(index)).hasSize(17);
        }
        assertThat(log.takeReads()).doesNotHaveDuplicates().hasSizeLessThan(11);
        for (long index : new long[] {600, 1_023, 1_024, 69_998, 0}) {
            assertThat(proofs.apply(index)).isEqualTo(log.tree().inclusion(index, 69_999));
        }
        assertThatThrownBy(() -> proofs.apply(69_999)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tilesWiderThanTheLogAreCutToIt() {
        var log = StoredTiles.of(300, 300);
        var before = log.tree().head(260);

        var appended = log.tree().append(before, StoredTiles.leaves(260, 300));

        assertThat(appended.head()).isEqualTo(log.head());
    }

    @Test
    void damagedEdgeIsNotCarriedOn() {
        var log = StoredTiles.of(300, 300);
        log.read(new TileId(0, 1)).orElseThrow()[5] ^= 1;

        assertThatThrownBy(() -> log.append(StoredTiles.leaves(300, 301))).isInstanceOf(DamagedTiles.class);
    }

    @Test
    void missingAndShortTilesAreNamed() {
        var log = StoredTiles.of(70_000, 70_000);
        log.tiles().remove(new TileId(0, 3));
        log.tiles().put(new TileId(0, 4), new byte[Hash.LENGTH]);

        assertThatThrownBy(() -> log.tree().inclusion(3 * 256, 70_000))
                .isInstanceOf(DamagedTiles.class)
                .hasMessageContaining("tile/0/003");
        assertThatThrownBy(() -> log.tree().inclusion(4 * 256, 70_000))
                .isInstanceOf(DamagedTiles.class)
                .hasMessageContaining("tile/0/004");
    }

    @Test
    void nothingAppendedIsNothingChanged() {
        var log = StoredTiles.of(300, 300);

        var appended = log.tree().append(log.head(), List.of());

        assertThat(appended).isEqualTo(new Appended(log.head(), List.of()));
    }

    @Test
    void questionsOutsideTheLogAreRefused() {
        var tree = StoredTiles.of(10, 10).tree();

        assertThat(tree.head(0)).isEqualTo(TreeHead.EMPTY);
        LongStream.of(-1, 10, Long.MAX_VALUE, Long.MIN_VALUE)
                .forEach(index -> assertThatThrownBy(() -> tree.inclusion(index, 10))
                        .isInstanceOf(IllegalArgumentException.class));
        assertThatThrownBy(() -> tree.inclusion(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(0, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(7, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.head(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.head(Long.MAX_VALUE)).isInstanceOf(DamagedTiles.class);
    }

    /** RFC 6962, section 2.1, as it is written there. */
    private static Hash naiveRoot(List<Hash> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return new TreeHasher()
                .node(naiveRoot(leaves.subList(0, left)), naiveRoot(leaves.subList(left, leaves.size())));
    }
}
