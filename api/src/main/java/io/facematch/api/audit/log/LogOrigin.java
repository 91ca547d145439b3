package io.facematch.api.audit.log;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the names of all logs of an installation begin with. */
public record LogOrigin(String text) {
    /** Of a name, in bytes: its length is signed in one (C2SP tlog-cosignature). */
    private static final int LONGEST_NAME = 255;

    private static final String OF_DIGEST = "sha256:";

    /** In bytes of UTF-8: with the digest of a tenant behind it, it must be a name. */
    static final int LONGEST = LONGEST_NAME - "/".length() - OF_DIGEST.length() - 64;

    /** @param configured {@code facematch.audit.origin}, where it is set */
    public static LogOrigin of(@Nullable String configured, UUID installation) {
        return new LogOrigin(configured == null || configured.isBlank() ? "facematch/" + installation : configured);
    }

    /**
     * The name of a tenant's log: the origin, and the tenant as it would stand in an address; its SHA-256 where that is
     * too long.
     */
    public String ofTenant(String tenant) {
        var name =
                text + "/" + URLEncoder.encode(tenant, StandardCharsets.UTF_8).replace("+", "%20");
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME ? name : text + "/" + digest(tenant);
    }

    /** Whether it is the name of a log of this installation, whether or not there is one. */
    public boolean isOfLog(String name) {
        return name.startsWith(text + "/");
    }

    /** Whose log has this name; empty where it is none of this installation, or has a hash in place of the tenant. */
    public Optional<String> tenantOf(String name) {
        if (!isOfLog(name)) {
            return Optional.empty();
        }
        try {
            var tenant = URLDecoder.decode(name.substring(text.length() + 1), StandardCharsets.UTF_8);
            return Optional.of(tenant).filter(known -> ofTenant(known).equals(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String digest(String tenant) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return OF_DIGEST + HexFormat.of().formatHex(sha256.digest(tenant.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
