package io.facematch.api.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Counts requests by the second in the database, so that all API processes count together. */
@Component
class TokenBuckets {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int AT_ONCE = 1000;

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

    TokenBuckets(DataSource database, InstantSource clock) {
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_limit_bucket")
                .clientClock(new Clock(clock))
                .requestTimeout(LONGEST)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(IDLE))
                .build();
    }

    /** A bucket from which no client has taken for a while is full, and need not be kept. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forgetFullBuckets() {
        for (int removed = AT_ONCE; removed == AT_ONCE; ) {
            removed = buckets.removeExpired(AT_ONCE);
        }
    }

    /**
     * @param remaining requests until the next refill
     * @param refill until there are requests again; zero when this one was allowed
     */
    record Verdict(boolean allowed, long remaining, Duration refill) {}

    /**
     * Takes one request out of a bucket that holds {@code perSecond} and is filled up every second.
     *
     * @throws BucketExceptions.BucketExecutionException when the database can't be asked
     */
    Verdict take(String bucket, int perSecond) {
        // A bucket remembers its size; another size is another bucket.
        var probe = buckets.getProxy(
                        bucket + ":" + perSecond,
                        () -> BucketConfiguration.builder()
                                .addLimit(Bandwidth.builder()
                                        .capacity(perSecond)
                                        .refillIntervally(perSecond, SECOND)
                                        .build())
                                .build())
                .tryConsumeAndReturnRemaining(1);
        return new Verdict(
                probe.isConsumed(), probe.getRemainingTokens(), Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    record Clock(InstantSource source) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return Duration.ofMillis(source.millis()).toNanos();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
