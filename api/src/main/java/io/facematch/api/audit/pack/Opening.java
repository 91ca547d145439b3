package io.facematch.api.audit.pack;

import io.facematch.transparency.commitment.FieldSalt;
import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.json.CanonicalJson;
import io.facematch.transparency.tree.Hash;
import java.nio.charset.StandardCharsets;

/**
 * What a commitment in a leaf stands for: {@code SHA-256(salt || value)}.
 *
 * @param salt of this one member of the leaf; that of the row, of which it is made, stays in the database
 * @param value canonical JSON
 */
record Opening(Hash salt, String value) {
    static Opening of(RowSalt row, String member, CanonicalJson value) {
        return new Opening(Hash.of(row.field(member).bytes()), new String(value.bytes(), StandardCharsets.UTF_8));
    }

    /** What stands in the leaf. */
    String commitment() {
        return FieldSalt.of(salt.bytes()).commit(value).base64();
    }

    CanonicalJson json() {
        return new CanonicalJson().put("salt", salt.base64()).put("value", value);
    }

    /** Without the value, which may have been erased meanwhile. */
    @Override
    public String toString() {
        return "Opening";
    }
}
