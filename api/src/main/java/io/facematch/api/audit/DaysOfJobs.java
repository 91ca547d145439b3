package io.facematch.api.audit;

import io.facematch.api.submission.SubmissionSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * On which days jobs were accepted whose outcomes were decided at some time: not after it, and not long before. Those days
 * name the partitions, so most of them need not be looked at. A day more each, since the clocks of the API and of workers may
 * differ.
 */
public final class DaysOfJobs {
    private DaysOfJobs() {}

    public static LocalDate earliest(Instant decidedAt) {
        return LocalDate.ofInstant(decidedAt, ZoneOffset.UTC).minusDays(SubmissionSettings.MOST_DAYS_OF_A_JOB + 1);
    }

    public static LocalDate latest(Instant decidedAt) {
        return LocalDate.ofInstant(decidedAt, ZoneOffset.UTC).plusDays(1);
    }
}
