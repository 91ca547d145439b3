package io.facematch.api.results.workbook;

import io.facematch.api.outcome.OtherFaceRefused;
import io.facematch.job.Outcome;
import io.facematch.verification.Status;
import java.util.Set;
import java.util.TreeSet;

/** Totals that the job does not have, added up while the outcomes are written. */
final class RunningTotals {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final Set<Double> thresholds = new TreeSet<>();
    private final Set<String> embedders = new TreeSet<>();
    private final Set<String> otherDetectors = new TreeSet<>();
    private int compared;
    private int withNote;
    private double sumMs;
    private double longestMs;

    void add(Outcome outcome) {
        thresholds.add(outcome.threshold());
        var models = outcome.models();
        if (models != null) {
            embedders.add(models.embedder());
            if (Boolean.FALSE.equals(models.calibratedWithThisDetector())) {
                otherDetectors.add(models.detector());
            }
        }
        if (OtherFaceRefused.of(outcome).isPresent()) {
            withNote++;
        }
        if (outcome.result().status() == Status.SUCCESS) {
            var milliseconds = outcome.responseTime().toNanos() / NANOS_PER_MILLISECOND;
            compared++;
            sumMs += milliseconds;
            longestMs = Math.max(longestMs, milliseconds);
        }
    }

    /** Those that decided: several, where the operating point got another one while the job ran. */
    Set<Double> thresholds() {
        return thresholds;
    }

    Set<String> embedders() {
        return embedders;
    }

    /** Detectors that decided although the calibration was measured with another one. */
    Set<String> otherDetectors() {
        return otherDetectors;
    }

    int withNote() {
        return withNote;
    }

    double meanMs() {
        return compared == 0 ? 0 : sumMs / compared;
    }

    double longestMs() {
        return longestMs;
    }
}
