package io.facematch.api.jobs;

import io.facematch.api.problem.Problem;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/**
 * The jobs that a request may see and change: all rules about that are here. A job of another tenant looks like one that
 * does not exist; so does one of another client, unless the token may see those of its tenant.
 */
@Component
public class OwnedJobs {
    private final Jobs jobs;

    OwnedJobs(Jobs jobs) {
        this.jobs = jobs;
    }

    /**
     * A job that the owner may see.
     *
     * @param id as a client sent it
     * @throws Problem 404 when the owner has no such job
     */
    public Job require(Owner owner, String id) {
        var job = find(owner, id);
        if (!owner.has(Scopes.READ_TENANT)) {
            owner.require(whatSubmits(job.kind()), Scopes.READ);
        }
        return job;
    }

    /** A job that the owner may cancel. */
    Job requireCancellable(Owner owner, String id) {
        var job = find(owner, id);
        if (isOwn(owner, job)) {
            owner.require(Scopes.CANCEL, Scopes.BULK);
        } else {
            owner.require(Scopes.CANCEL);
        }
        return job;
    }

    /**
     * Whether a job may be shown at all.
     *
     * @param job of the owner's tenant
     */
    public static boolean isVisible(Owner owner, Job job) {
        return isOwn(owner, job) || owner.has(Scopes.READ_TENANT);
    }

    /** Whether the owner's client sent the job, and the token may send such. */
    public boolean isSender(Owner owner, UUID id) {
        return jobs.findByTenantAndId(owner.tenant(), id)
                .filter(job -> isOwn(owner, job) && owner.has(whatSubmits(job.kind())))
                .isPresent();
    }

    /**
     * Those that the owner may list, newest first.
     *
     * @param before all when null
     */
    List<Job> list(Owner owner, JobFilter filter, @Nullable UUID before, int limit) {
        var isOfTenant = owner.has(Scopes.READ_TENANT);
        if (!isOfTenant) {
            owner.require(Scopes.BULK, Scopes.READ, Scopes.READ_TENANT);
        }
        return jobs.findBy(
                (job, query, is) -> {
                    var all = filter.predicates(job, is);
                    all.add(is.equal(job.get("tenant"), owner.tenant()));
                    if (!isOfTenant) {
                        all.add(is.equal(job.get("client"), owner.client()));
                    }
                    if (before != null) {
                        all.add(is.lessThan(job.<UUID>get("id"), before));
                    }
                    return is.and(all);
                },
                wanted -> wanted.sortBy(Sort.by(Sort.Direction.DESC, "id"))
                        .limit(limit)
                        .all());
    }

    private Job find(Owner owner, String id) {
        return uuid(id).flatMap(known -> jobs.findByTenantAndId(owner.tenant(), known))
                .filter(job -> isVisible(owner, job))
                .orElseThrow(Problem::unknownJob);
    }

    private static boolean isOwn(Owner owner, Job job) {
        return job.client().equals(owner.client());
    }

    private static String whatSubmits(JobKind kind) {
        return switch (kind) {
            case SINGLE -> Scopes.COMPARE;
            case BULK -> Scopes.BULK;
        };
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
