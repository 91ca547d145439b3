package io.facematch.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A key of the installation's operator, 32 bytes, that is never stored by the product. It wraps the keys that are. Safe for
 * use by many threads.
 */
public final class MasterKey {
    static final int ID_BYTES = 8;

    private final DataKey root;
    private final byte[] id;

    /** @throws UnusableMasterKey if it is not 32 bytes, or so regular that it can't have been drawn at random */
    public MasterKey(byte[] key) {
        if (key.length != DataKey.BYTES) {
            throw UnusableMasterKey.makeOne("it has " + key.length + " bytes and must have 32");
        }
        if (looksMadeUp(key)) {
            throw UnusableMasterKey.makeOne("it looks like a sample, not like 32 random bytes");
        }
        root = new DataKey(key.clone());
        id = Arrays.copyOf(digestKey().digest("master-key", "").doFinal(), ID_BYTES);
    }

    /** @param text 32 bytes in Base64, with or without surrounding white space */
    public static MasterKey ofBase64(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw UnusableMasterKey.makeOne("it is not Base64");
        }
        try {
            return new MasterKey(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Tells this key from others, and nothing else. */
    byte[] id() {
        return id.clone();
    }

    boolean hasId(byte[] other) {
        return Arrays.equals(id, other);
    }

    byte[] wrap(DataKey key) {
        return root.wrap(key);
    }

    /** Empty if {@code wrapped} was wrapped under another key, or altered. */
    Optional<DataKey> unwrap(byte[] wrapped) {
        return root.unwrap(wrapped);
    }

    /** The digests of installations that have no digest key of their own yet. */
    public DigestKey digestKey() {
        return new DigestKey(root.copy());
    }

    /** Repeated values, counted-up values or plain text: each happens to random bytes with a chance below 1e-13. */
    private static boolean looksMadeUp(byte[] key) {
        var values = IntStream.range(0, key.length).map(i -> key[i]);
        var steps = IntStream.range(1, key.length).map(i -> (byte) (key[i] - key[i - 1]));
        return values.distinct().count() < 16
                || steps.distinct().count() < 16
                || new String(key, StandardCharsets.ISO_8859_1).chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    @Override
    public String toString() {
        return "MasterKey[32 bytes]";
    }

    /** The configured master key can't be used; the message says why and what to do, and never shows it. */
    public static final class UnusableMasterKey extends RuntimeException {
        /** @param why and what to do, when a new key would not help */
        public UnusableMasterKey(String why) {
            super("The master key can't be used: " + why);
        }

        /** For a key that is missing or unfit, so that nothing is lost with it. */
        static UnusableMasterKey makeOne(String why) {
            return new UnusableMasterKey(
                    why + ". Make one with: head -c 32 /dev/urandom | base64 > master.key && chmod 600 master.key");
        }
    }
}
