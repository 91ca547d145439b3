package io.facematch.api.limit;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How often strangers may ask this process for a token. Counted in memory, since the database is what this protects; of
 * each kind only those that came last are remembered, so that no crowd of names fills the memory.
 */
@Component
public class TokenRequestLimits {
    private static final int REMEMBERED = 10_000;

    private final Buckets ofAddress;
    private final Buckets ofClient;

    TokenRequestLimits(LimitSettings settings, InstantSource clock) {
        this.ofAddress = new Buckets(settings.tokensOfAddress(), clock);
        this.ofClient = new Buckets(settings.tokensOfClient(), clock);
    }

    /**
     * @param address from where it comes
     * @throws Problem 429 when too many come from there
     */
    public void countAddress(String address) {
        ofAddress.take(address, "your address");
    }

    /**
     * @param client as the request names it
     * @throws Problem 429 when too many requests name it
     */
    public void countClient(String client) {
        ofClient.take(client, "this client");
    }

    int remembered() {
        return ofAddress.size() + ofClient.size();
    }

    private static final class Buckets {
        private final int perMinute;
        private final TimeMeter clock;
        private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > REMEMBERED;
            }
        };

        Buckets(int perMinute, InstantSource clock) {
            this.perMinute = perMinute;
            this.clock = new TokenBuckets.Clock(clock);
        }

        void take(String name, String whose) {
            var probe = bucket(name).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                throw Problem.retryLater(
                        ProblemCode.TOO_MANY_REQUESTS,
                        "Rate limit exceeded: " + perMinute + " requests for a token in a minute from " + whose + ".",
                        Duration.ofNanos(probe.getNanosToWaitForRefill()));
            }
        }

        synchronized int size() {
            return buckets.size();
        }

        private synchronized Bucket bucket(String name) {
            // A name may be as long as a request.
            return buckets.computeIfAbsent(
                    name.length() > 64 ? name.substring(0, 64) : name,
                    any -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                            .withCustomTimePrecision(clock)
                            .build());
        }
    }
}
