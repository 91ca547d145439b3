package io.facematch.api.limit;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How much of this process the archives of one tenant may take. */
@Component
public class TenantLimits {
    private static final Duration UPLOAD_PAUSE = Duration.ofSeconds(5);

    private final LimitSettings settings;
    private final ConcurrentHashMap<String, Integer> uploads = new ConcurrentHashMap<>();

    TenantLimits(LimitSettings settings) {
        this.settings = settings;
    }

    public int pairsPerJob(String tenant) {
        return settings.pairsPerJob(tenant);
    }

    /**
     * Permits one upload of the tenant; to be given back when the upload is over.
     *
     * @throws Problem 429 when the tenant has as many uploads as it may
     */
    public Permit admitUpload(String tenant) {
        var most = settings.uploads(tenant);
        if (uploads.merge(tenant, 1, Integer::sum) > most) {
            leave(tenant);
            throw Problem.retryLater(
                    ProblemCode.TOO_MANY_UPLOADS,
                    "Your tenant may upload " + most + " archives at once; send this one when another is finished.",
                    UPLOAD_PAUSE);
        }
        return () -> leave(tenant);
    }

    private void leave(String tenant) {
        uploads.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
    }
}
