package io.facematch.api.audit.export;

import io.facematch.api.limit.Permit;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How many exports run at once in this process. */
@Component
class ExportPlaces {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final ExportSettings settings;
    private final Map<String, Integer> ofTenant = new HashMap<>();
    private int all;

    ExportPlaces(ExportSettings settings) {
        this.settings = settings;
    }

    /**
     * A place for one export, to be given back when it is over.
     *
     * @param tenant of the one who asks
     * @throws Problem 429 when there is none
     */
    synchronized Permit take(String tenant) {
        if (ofTenant.getOrDefault(tenant, 0) >= settings.ofTenant()) {
            throw full("Your tenant may have " + settings.ofTenant()
                    + " exports at once; ask for this one when another is finished.");
        }
        if (all >= settings.atOnce()) {
            throw full("The server makes " + all + " exports already; ask for this one later.");
        }
        all++;
        ofTenant.merge(tenant, 1, Integer::sum);
        return () -> leave(tenant);
    }

    private static Problem full(String detail) {
        return Problem.retryLater(ProblemCode.TOO_MANY_EXPORTS, detail, PAUSE);
    }

    private synchronized void leave(String tenant) {
        all--;
        ofTenant.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
    }
}
