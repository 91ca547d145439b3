package io.facematch.api.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Counts requests by the second in the database, so that all API processes count together. */
@Component
class TokenBuckets {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final ProxyManager<String> buckets;

    TokenBuckets(DataSource database, InstantSource clock) {
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_limit_bucket")
                .clientClock(new Clock(clock))
                .requestTimeout(LONGEST)
                .build();
    }

    /**
     * @param remaining requests until the next refill
     * @param refill until there are requests again; zero when this one was allowed
     */
    record Verdict(boolean allowed, long remaining, Duration refill) {}

    /**
     * Takes one request out of a bucket that holds {@code perSecond} and is filled up every second.
     *
     * @throws RuntimeException when the database can't be asked
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

    private record Clock(InstantSource source) implements TimeMeter {
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
