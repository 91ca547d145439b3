package io.facematch.api.jobs;

import io.facematch.api.parameter.QueryParameters;
import io.facematch.api.parameter.TimeParameter;
import io.facematch.api.parameter.UnknownParameter;
import io.facematch.job.JobState;
import io.facematch.payload.DigestKey;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs of a list are wanted.
 *
 * @param states those of any state when empty
 * @param kind those of both when null
 * @param from accepted then or later; without border when null
 * @param to accepted before then; without border when null
 * @param idempotencyKey digest of the one that came with it; all when null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JobFilter(
        Set<JobState> states,
        @Nullable JobKind kind,
        @Nullable Instant from,
        @Nullable Instant to,
        byte @Nullable [] idempotencyKey) {

    /** From a job's id, which says when it was made, to its acceptance; and what clocks of several processes differ by. */
    private static final Duration SLACK = Duration.ofDays(1);

    /**
     * What a list is asked for.
     *
     * @throws io.facematch.api.problem.Problem for a value that is none
     */
    static JobFilter of(QueryParameters given, String tenant, DigestKey digestKey) {
        var zone = TimeParameter.zone(given.text("zone"));
        var from = TimeParameter.instant("from", given.text("from"), zone);
        var to = TimeParameter.instant("to", given.text("to"), zone);
        TimeParameter.requireOrder("from", from, "to", to);
        var key = given.text("idempotency_key");
        return new JobFilter(
                states(given.text("state")),
                kind(given.text("kind")),
                from,
                to,
                key == null
                        ? null
                        : IdempotencyKey.digest(IdempotencyKey.valid("idempotency_key", key), tenant, digestKey));
    }

    private static Set<JobState> states(@Nullable String text) {
        var states = EnumSet.noneOf(JobState.class);
        if (text != null) {
            for (var name : text.split(",", -1)) {
                states.add(Arrays.stream(JobState.values())
                        .filter(state -> state.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> UnknownParameter.invalid("state must be one of "
                                + Arrays.stream(JobState.values())
                                        .map(JobState::name)
                                        .collect(Collectors.joining(", "))
                                + ", or several of them with commas between.")));
            }
        }
        return states;
    }

    private static @Nullable JobKind kind(@Nullable String text) {
        return text == null
                ? null
                : Arrays.stream(JobKind.values())
                        .filter(kind -> kind.code().equals(text))
                        .findFirst()
                        .orElseThrow(() -> UnknownParameter.invalid("kind must be single or bulk."));
    }

    /** What a job must be. */
    List<Predicate> predicates(Root<Job> job, CriteriaBuilder is) {
        var all = new ArrayList<Predicate>();
        if (!states.isEmpty()) {
            all.add(job.get("state").in(states));
        }
        if (kind != null) {
            all.add(is.equal(job.get("kind"), kind));
        }
        // The ids, which are ordered by time, bound what is looked at; the time of acceptance decides.
        if (from != null) {
            all.add(is.greaterThanOrEqualTo(job.<UUID>get("id"), JobIds.first(from.minus(SLACK))));
            all.add(is.greaterThanOrEqualTo(job.<Instant>get("createdAt"), from));
        }
        if (to != null) {
            all.add(is.lessThan(job.<UUID>get("id"), JobIds.first(to.plus(SLACK))));
            all.add(is.lessThan(job.<Instant>get("createdAt"), to));
        }
        if (idempotencyKey != null) {
            all.add(is.equal(job.get("idempotencyKey"), idempotencyKey));
        }
        return all;
    }

    @Override
    public String toString() {
        return "JobFilter[" + states + ", " + kind + "]";
    }
}
