package io.facematch.transparency.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    @ParameterizedTest
    @CsvSource({
        "tile/0/000, 0, 0, 256",
        "tile/0/000.p/1, 0, 0, 1",
        "tile/0/x001/x234/067, 0, 1234067, 256",
        "tile/63/x001/x234/067.p/255, 63, 1234067, 255",
        "tile/2/999, 2, 999, 256",
        "tile/10/x001/000.p/10, 10, 1000, 10",
        "tile/1/x009/x223/x372/x036/x854/x775/807, 1, 9223372036854775807, 256"
    })
    void tilePathsAreReadAndWritten(String path, int level, long index, int width) {
        var tile = new TilePath(new TileId(level, index), width);

        assertThat(tile).hasToString(path);
        assertThat(TilePath.parse(path)).contains(tile);
    }

    @ParameterizedTest
    @CsvSource({"tile/entries/000, 0, 256", "tile/entries/x001/x234/067.p/9, 1234067, 9"})
    void entriesPathsAreReadAndWritten(String path, long index, int width) {
        var entries = new EntriesPath(index, width);

        assertThat(entries).hasToString(path);
        assertThat(EntriesPath.parse(path)).contains(entries);
        assertThat(TilePath.parse(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "x001/x234",
                "x001/234/067",
                "001/067",
                "x000/067",
                "x000/x001/067",
                "x1/067",
                "X001/067",
                "67",
                "0067",
                "-01",
                "+01",
                " 01",
                "00a",
                "\u0660\u0660\u0660",
                "067/",
                "/067",
                "x001//067",
                "067.p",
                "067.p/",
                "067.p/0",
                "067.p/00",
                "067.p/01",
                "067.p/256",
                "067.p/999",
                "067.p/1000",
                "067.p/-1",
                "067.p/+1",
                "067.p/1.p/1",
                "067.p/1/",
                "067.p/\u0661",
                "067.P/1",
                "067p/1",
                "067?",
                "067%2e",
                "..",
                "../067",
                "x009/x223/x372/x036/x854/x775/808",
                "x001/x000/x000/x000/x000/x000/x000/000",
                "x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999"
            })
    void everyOtherPathIsRefused(String place) {
        assertThat(TilePath.parse("tile/0/" + place)).isEmpty();
        assertThat(EntriesPath.parse("tile/entries/" + place)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/64/000",
                "tile/00/000",
                "tile/-1/000",
                "tile//000",
                "tile/000",
                "tile/0",
                "tile/0/",
                "/tile/0/000",
                "TILE/0/000",
                "tile/8/0/000",
                "tile/data/000",
                "tile/0/000\n",
                "checkpoint"
            })
    void everyOtherLevelIsRefused(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
        assertThat(EntriesPath.parse(path)).isEmpty();
    }

    @Test
    void placesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new TileId(64, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TileId(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TileId(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntriesPath(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntriesPath(0, 257)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TilePath(new TileId(0, 0), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noLogIsSoLargeThatALevelAboveTheSeventhHasATile() {
        assertThat(new TileId(7, 0).widthAt(Long.MAX_VALUE)).isEqualTo(127);
        assertThat(new TileId(8, 0).widthAt(Long.MAX_VALUE)).isZero();
        assertThat(new TileId(63, 0).widthAt(Long.MAX_VALUE)).isZero();
    }
}
