package io.facematch.worker.comparison;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facematch.tenant.PhotoKey;
import io.facematch.tenant.TenantKeys;
import java.time.Duration;
import java.util.Optional;
import org.springframework.core.retry.RetryOperations;

/**
 * The tenants' keys of photo digests, read lately, so that not every pair asks the database. A key that is deleted there is
 * used for {@link #KEPT} more at most. Safe for use by many threads.
 */
final class PhotoKeys {
    static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    private final TenantKeys keys;
    private final RetryOperations database;
    private final Cache<String, PhotoKey> cache;

    PhotoKeys(TenantKeys keys, RetryOperations database, Ticker ticker) {
        this.keys = keys;
        this.database = database;
        this.cache = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Empty where the tenant has none, or none that this process can open: then its photos get no digest. */
    Optional<PhotoKey> of(String tenant) {
        var known = cache.getIfPresent(tenant);
        // Reads outside of the cache's lock: a slow database does not hold up the other tenants.
        return known != null ? Optional.of(known) : read(tenant);
    }

    private Optional<PhotoKey> read(String tenant) {
        var key = database.invoke(() -> keys.findPhotos(tenant));
        // A tenant without key gets one with its next job.
        key.ifPresent(found -> cache.put(tenant, found));
        return key;
    }
}
