package io.facematch.api.outcome;

import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Erased;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Result;
import io.facematch.verification.Reason;
import io.facematch.verification.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why an outcome is no decision: what is wrong with image1, with image2, or with the pair as a whole, in this order.
 *
 * @param entries none for a compared pair
 */
public record Reasons(List<Entry> entries) {
    private static final String PAIR = "pair";

    /** @param role the image at fault; empty when it is the pair as a whole */
    public record Entry(Optional<Role> role, Reason reason) {
        /** {@code image1}, {@code image2} or {@code pair}. */
        public String side() {
            return role.map(Role::code).orElse(PAIR);
        }

        /** The reason's name on the wire. */
        public String code() {
            return reason.code();
        }
    }

    public static Reasons of(Outcome outcome) {
        return of(outcome.result());
    }

    public static Reasons of(Result result) {
        var entries = new ArrayList<Entry>();
        switch (result) {
            case Compared ignored -> {
                // Decided: there is nothing to explain.
            }
            case Erased ignored -> {
                // Decided, too.
            }
            case NotCompared not -> {
                add(entries, Role.PROBE, not.probe());
                add(entries, Role.REFERENCE, not.reference());
            }
            case Fault fault -> entries.add(new Entry(Optional.empty(), fault.reason()));
        }
        return new Reasons(List.copyOf(entries));
    }

    private static void add(List<Entry> entries, Role role, @Nullable Reason reason) {
        if (reason != null) {
            entries.add(new Entry(Optional.of(role), reason));
        }
    }

    /** {@code image1}, {@code image2}, {@code both}, or null when no image is at fault. */
    public @Nullable String side() {
        var images = entries.stream().flatMap(entry -> entry.role().stream()).toList();
        return switch (images.size()) {
            case 0 -> null;
            case 1 -> images.getFirst().code();
            default -> "both";
        };
    }

    /** All of them in one sentence without capital and full stop. */
    public String message() {
        return entries.size() == 1
                ? entries.getFirst().reason().message()
                : entries.stream()
                        .map(entry -> entry.side() + ": " + entry.reason().message())
                        .collect(Collectors.joining("; "));
    }
}
