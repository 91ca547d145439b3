package io.facematch.standalone.calibration.scoring;

import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.calibration.statistics.ErrorRates;
import io.facematch.verification.Reason;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of scoring all photos and pairs of a data set.
 *
 * @param photos that were looked at
 * @param failures photos that failed to enrol, by name
 * @param genuinePairs of the same person, those that could not be compared included
 * @param impostorPairs of different persons, those that could not be compared included
 * @param rates of the comparisons that were completed
 * @param groupRates of those comparisons that are inside a group, by the numbers of the groups
 * @param lowestGenuine the genuine pairs that look least alike, the worst first
 * @param highestImpostors the impostor pairs that look most alike, the worst first
 */
public record Evidence(
        int photos,
        List<FailedPhoto> failures,
        long genuinePairs,
        long impostorPairs,
        ErrorRates rates,
        List<ErrorRates> groupRates,
        List<ScoredPair> lowestGenuine,
        List<ScoredPair> highestImpostors) {

    /** @param photo in the names of the data's owner */
    public record FailedPhoto(String photo, Reason reason) {
        @Override
        public String toString() {
            return "FailedPhoto[" + reason + "]";
        }
    }

    /** @param id of the pair, in the names of the data's owner */
    public record ScoredPair(String id, double cosine) {
        @Override
        public String toString() {
            return "ScoredPair[" + cosine + "]";
        }
    }

    public Evidence {
        failures = List.copyOf(failures);
        groupRates = List.copyOf(groupRates);
        lowestGenuine = List.copyOf(lowestGenuine);
        highestImpostors = List.copyOf(highestImpostors);
        if (rates.genuine() == 0 || rates.impostors() == 0) {
            throw new UnusableData("no pair of " + (rates.genuine() == 0 ? "the same person" : "different persons")
                    + " could be compared: of " + photos + " photos "
                    + failures.size() + " gave no face");
        }
    }

    /** Comparisons that were completed. */
    public long completed() {
        return rates.genuine() + rates.impostors();
    }

    public int failuresToEnrol() {
        return failures.size();
    }

    /** How many photos failed for each reason. */
    public SortedMap<Reason, Long> failuresByReason() {
        return failures.stream()
                .collect(Collectors.groupingBy(FailedPhoto::reason, TreeMap::new, Collectors.counting()));
    }

    @Override
    public String toString() {
        return "Evidence[" + photos + " photos]";
    }
}
