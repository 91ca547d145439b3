package io.facematch.tenant;

import io.facematch.payload.DigestKey;
import io.facematch.payload.MasterKeys;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A tenant's key of photo digests. Who has a photo, and may ask for its digest, learns in which outcomes it was; a digest
 * alone tells nothing of its photo, and is another one for every other tenant. Safe for use by many threads.
 */
public final class PhotoKey {
    private final DigestKey key;
    private final String tenant;

    private PhotoKey(DigestKey key, String tenant) {
        this.key = key;
        this.tenant = tenant;
    }

    static byte[] newWrapped(MasterKeys keys) {
        return DigestKey.random().wrap(keys);
    }

    static PhotoKey unwrap(byte[] wrapped, String tenant, MasterKeys keys) {
        return new PhotoKey(DigestKey.unwrap(wrapped, keys), tenant);
    }

    /**
     * HMAC-SHA256 of a whole file, as 64 lower-case hexadecimal digits.
     *
     * @param photo from its position to its limit; read, not changed
     */
    public String digest(ByteBuffer photo) {
        var mac = key.digest("photo", tenant);
        mac.update(photo.duplicate());
        return HexFormat.of().formatHex(mac.doFinal());
    }

    @Override
    public String toString() {
        return "PhotoKey[32 bytes]";
    }
}
