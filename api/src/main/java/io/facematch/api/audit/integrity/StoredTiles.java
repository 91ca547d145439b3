package io.facematch.api.audit.integrity;

import io.facematch.transparency.tile.TileId;
import io.facematch.transparency.tile.TileSource;
import io.facematch.transparency.tree.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.UncategorizedSQLException;

/** The hashes of the logs as they are stored. For one thread. */
final class StoredTiles implements AutoCloseable {
    private final PreparedStatement one;
    private final PreparedStatement some;

    StoredTiles(Connection connection) throws SQLException {
        one = connection.prepareStatement(
                "select hashes from log_tile where tenant = ? and level = ? and tile_index = ?");
        some = connection.prepareStatement("""
                select tile_index, hashes from log_tile
                where tenant = ? and level = 0 and tile_index >= ? and tile_index < ? order by tile_index""");
    }

    Optional<byte[]> read(String tenant, TileId tile) throws SQLException {
        one.setString(1, tenant);
        one.setInt(2, tile.level());
        one.setLong(3, tile.index());
        try (var row = one.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    TileSource of(String tenant) {
        return tile -> {
            try {
                return read(tenant, tile);
            } catch (SQLException e) {
                throw new UncategorizedSQLException("reading the hashes of a log", null, e);
            }
        };
    }

    /** The hashes of these rows, one after another; of rows whose tile is not there or too short, zeros. */
    byte[] leaves(LeafRange range) throws SQLException {
        var hashes = new byte[range.rows() * Hash.LENGTH];
        some.setString(1, range.tenant());
        some.setLong(2, range.first() / TileId.FULL_WIDTH);
        some.setLong(3, (range.end() + TileId.FULL_WIDTH - 1) / TileId.FULL_WIDTH);
        try (var row = some.executeQuery()) {
            while (row.next()) {
                var tile = row.getBytes(2);
                var at = (int) (row.getLong(1) * TileId.FULL_WIDTH - range.first()) * Hash.LENGTH;
                System.arraycopy(tile, 0, hashes, at, Math.min(tile.length, hashes.length - at));
            }
        }
        return hashes;
    }

    @Override
    public void close() throws SQLException {
        one.close();
        some.close();
    }
}
