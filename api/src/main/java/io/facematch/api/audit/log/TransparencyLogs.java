package io.facematch.api.audit.log;

import io.facematch.transparency.tile.DamagedTiles;
import io.facematch.transparency.tile.Tile;
import io.facematch.transparency.tile.TileId;
import io.facematch.transparency.tile.TiledTree;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHead;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The logs of the tenants as they are stored: their sizes and roots, and their hashes as tiles. */
@Component
public class TransparencyLogs {
    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    public TransparencyLogs(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /**
     * Adds leaves to a tenant's log. To be called in a transaction, and by one process at a time.
     *
     * @param leaves their hashes; at least one
     * @return the index of the first of them
     * @throws DamagedTiles if what is stored does not lead to the stored root
     */
    public long append(String tenant, List<Hash> leaves) {
        var head = head(tenant);
        var appended = tree(tenant).append(head, leaves);
        jdbc.batchUpdate(
                """
                insert into log_tile (tenant, level, tile_index, hashes) values (?, ?, ?, ?)
                on conflict (tenant, level, tile_index) do update set hashes = excluded.hashes""", appended.tiles().stream().map(tile -> row(tenant, tile)).toList());
        client.sql("""
                        insert into transparency_log (tenant, size, root) values (?, ?, ?)
                        on conflict (tenant) do update set size = excluded.size, root = excluded.root""")
                .params(tenant, appended.head().size(), appended.head().root().bytes())
                .update();
        return head.size();
    }

    /** Whether leaves can be added to a tenant's log: what is stored leads to the stored root. */
    public boolean isWhole(String tenant) {
        try {
            tree(tenant).append(head(tenant), List.of());
            return true;
        } catch (DamagedTiles e) {
            return false;
        }
    }

    private static Object[] row(String tenant, Tile tile) {
        return new Object[] {tenant, tile.id().level(), tile.id().index(), tile.hashes()};
    }

    /** How long a tenant's log is now, and the root over it. */
    public TreeHead head(String tenant) {
        return client.sql("select size, root from transparency_log where tenant = ?")
                .param(tenant)
                .query((row, n) -> new TreeHead(row.getLong("size"), Hash.of(row.getBytes("root"))))
                .optional()
                .orElse(TreeHead.EMPTY);
    }

    /** For proofs. */
    public TiledTree tree(String tenant) {
        return new TiledTree(tile -> hashes(tenant, tile));
    }

    /** The hashes of a tile, so many as there are now. */
    Optional<byte[]> hashes(String tenant, TileId tile) {
        return client.sql("select hashes from log_tile where tenant = ? and level = ? and tile_index = ?")
                .params(tenant, tile.level(), tile.index())
                .query((row, n) -> row.getBytes("hashes"))
                .optional();
    }
}
