package io.facematch.api.jobs;

import io.facematch.api.problem.Problem;
import io.facematch.api.security.Owner;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The jobs that a request may see. A job of another tenant looks like one that does not exist. */
@Component
public class OwnedJobs {
    private final Jobs jobs;

    OwnedJobs(Jobs jobs) {
        this.jobs = jobs;
    }

    /**
     * The owner's job.
     *
     * @param id as a client sent it
     * @throws Problem 404 when the owner has no such job
     */
    public Job require(Owner owner, String id) {
        return uuid(id).flatMap(known -> jobs.findByTenantAndId(owner.tenant(), known))
                .orElseThrow(Problem::unknownJob);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
