package io.facematch.payload;

import io.facematch.payload.MasterKey.UnusableMasterKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The master keys that are configured: the first one wraps, those after it still open what they wrapped. They are read
 * again when something is wrapped and when an unknown one is needed, so that a new key counts without a restart. Safe for
 * use by many threads.
 *
 * <p>Wrapped form: id of the master key (8 bytes), then what it wrapped.
 */
public final class MasterKeys {
    private final Supplier<List<MasterKey>> source;
    private volatile List<MasterKey> keys;

    /** @param source the current key first; asked again and again */
    MasterKeys(Supplier<List<MasterKey>> source) {
        this.source = source;
        this.keys = source.get();
    }

    /** @param keys the current one first, then those before it */
    public static MasterKeys of(MasterKey... keys) {
        var all = List.of(keys);
        return new MasterKeys(() -> all);
    }

    public byte[] wrap(DataKey key) {
        readAgain();
        var current = keys.getFirst();
        var wrapped = current.wrap(key);
        return ByteBuffer.allocate(MasterKey.ID_BYTES + wrapped.length)
                .put(current.id())
                .put(wrapped)
                .array();
    }

    /** @throws UnusableMasterKey if no key that is configured wrapped it, or it is altered */
    public DataKey unwrap(byte[] wrapped) {
        var id = idIn(wrapped);
        var key = find(id).or(() -> {
            readAgain();
            return find(id);
        });
        return key.flatMap(found -> found.unwrap(Arrays.copyOfRange(wrapped, MasterKey.ID_BYTES, wrapped.length)))
                .orElseThrow(() -> new UnusableMasterKey("it is not the one that wrapped this key"));
    }

    /** For what was wrapped before the wrapped form had an id. */
    public DataKey unwrapWithoutId(byte[] wrapped) {
        return keys.stream()
                .flatMap(key -> key.unwrap(wrapped).stream())
                .findFirst()
                .orElseThrow(() -> new UnusableMasterKey("it is not the one that wrapped this data key"));
    }

    /** Whether the key that would wrap now wrapped this. */
    public boolean isCurrent(byte[] wrapped) {
        readAgain();
        return keys.getFirst().hasId(idIn(wrapped));
    }

    /** The current one first. */
    public List<MasterKey> all() {
        return keys;
    }

    /** Tells the master key that wraps now, in hexadecimal digits. */
    public String currentId() {
        readAgain();
        return HexFormat.of().formatHex(keys.getFirst().id());
    }

    /** Tells the master key that wrapped this, in hexadecimal digits. */
    public static String wrappedBy(byte[] wrapped) {
        return HexFormat.of().formatHex(idIn(wrapped));
    }

    private static byte[] idIn(byte[] wrapped) {
        return Arrays.copyOf(wrapped, MasterKey.ID_BYTES);
    }

    private Optional<MasterKey> find(byte[] id) {
        return keys.stream().filter(key -> key.hasId(id)).findFirst();
    }

    /** Where they can't be read now, those that are known go on. */
    private void readAgain() {
        try {
            keys = source.get();
        } catch (UnusableMasterKey e) {
            // The next start will tell.
        }
    }

    @Override
    public String toString() {
        return "MasterKeys[" + keys.size() + "]";
    }
}
