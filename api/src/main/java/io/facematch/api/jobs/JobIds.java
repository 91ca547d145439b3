package io.facematch.api.jobs;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** UUID version 7 (RFC 9562, 5.7): ordered by time, so that a tenant's jobs can be paged by id. Not a secret. */
public final class JobIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private JobIds() {}

    /** The least of those that are made at a time; of one before 1970, the least of all. */
    static UUID first(Instant at) {
        return new UUID((Math.clamp(at.toEpochMilli(), 0, (1L << 48) - 1) << 16) | 0x7000, 0x8000_0000_0000_0000L);
    }

    public static UUID next(Instant now) {
        var high = (now.toEpochMilli() << 16) | 0x7000 | RANDOM.nextInt(1 << 12);
        var low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
