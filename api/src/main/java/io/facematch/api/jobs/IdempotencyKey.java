package io.facematch.api.jobs;

import io.facematch.api.parameter.UnknownParameter;
import io.facematch.payload.DigestKey;
import java.nio.charset.StandardCharsets;

/** The key by which a client knows its job, of which only a digest is kept. */
public final class IdempotencyKey {
    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    /**
     * A key as a client may send it: visible characters of ASCII, and spaces. Others are other bytes in a header than in an
     * address, and their job would not be found again.
     *
     * @param name of the header or the parameter
     * @throws io.facematch.api.problem.Problem for one that is not
     */
    public static String valid(String name, String key) {
        if (key.isBlank() || key.length() > MAX_LENGTH || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw UnknownParameter.invalid(name + " must have 1 to " + MAX_LENGTH
                    + " characters of ASCII: letters, digits, punctuation, spaces.");
        }
        return key;
    }

    /** Another one in every tenant. */
    public static byte[] digest(String key, String tenant, DigestKey digestKey) {
        return digestKey.digest("idempotency", tenant).doFinal(key.getBytes(StandardCharsets.UTF_8));
    }
}
