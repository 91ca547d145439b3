package io.facematch.api.audit.pack;

import io.facematch.transparency.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;

/** The SHA-256 of each file of a pack, in the text that {@code sha256sum -c} reads; and what is signed of it. */
final class PackSums {
    /** Has spaces, as no name of a log has: a note that begins so is no checkpoint. */
    private static final String TITLE = "facematch evidence pack, version 1";

    private final Map<PackFile, String> sums = new EnumMap<>(PackFile.class);

    void put(PackFile file, byte[] sha256) {
        sums.put(file, Hash.of(sha256).toString());
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        sums.forEach(
                (file, sum) -> text.append(sum).append("  ").append(file.path()).append('\n'));
        return text.toString();
    }

    /**
     * The text to be signed: that this is the pack, and of which log.
     *
     * @param origin of the log
     */
    String statement(String origin) {
        return statement(origin, toString());
    }

    /** @param sums as they stand in the pack */
    static String statement(String origin, String sums) {
        return TITLE + "\n" + origin + "\n" + Hash.of(digest().digest(sums.getBytes(StandardCharsets.UTF_8))) + "\n";
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
