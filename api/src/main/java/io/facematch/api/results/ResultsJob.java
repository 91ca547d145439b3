package io.facematch.api.results;

import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job at its end, as its results describe it.
 *
 * @param state name of the final state, as in the API
 * @param finishedAt also the time stamp of every file inside the ZIP; {@code acceptedAt} stands in while it is null
 * @param total pairs of the job; those that no status counts were never compared
 * @param unpaired paths of images whose partner was missing, as the client named them
 * @param ignored members of the archive that were no image of a pair
 */
public record ResultsJob(
        UUID id,
        String state,
        Instant acceptedAt,
        @Nullable Instant finishedAt,
        int total,
        Map<Status, Integer> counts,
        int matches,
        int nonMatches,
        OperatingPoint operatingPoint,
        List<String> unpaired,
        int ignored) {

    public ResultsJob {
        counts = Map.copyOf(counts);
        unpaired = List.copyOf(unpaired);
    }

    Instant writtenAt() {
        return finishedAt == null ? acceptedAt : finishedAt;
    }

    int count(Status status) {
        return counts.getOrDefault(status, 0);
    }

    int neverCompared() {
        return total - counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    Duration duration() {
        return Duration.between(acceptedAt, writtenAt());
    }

    @Override
    public String toString() {
        return "ResultsJob[" + id + ", " + state + ", " + total + " pairs]";
    }
}
