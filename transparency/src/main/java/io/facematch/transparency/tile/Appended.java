package io.facematch.transparency.tile;

import io.facematch.transparency.tree.TreeHead;
import java.util.List;

/**
 * What an append has made, to be stored in one transaction.
 *
 * @param head the new size and root
 * @param tiles those that are new or wider than before, each once in its widest version, the full ones of a level first
 */
public record Appended(TreeHead head, List<Tile> tiles) {
    public Appended {
        tiles = List.copyOf(tiles);
    }
}
