package io.facematch.api.audit.stream;

import java.util.UUID;

/**
 * The place of a row in the order of reading: by the transaction that wrote it, then by the key of its table.
 *
 * @param index of rows that share an id; else 0
 */
record Position(String xid, UUID row, int index) {
    /** Below every transaction that can write rows. */
    static final Position START = new Position("0", new UUID(0, 0), -1);
}
