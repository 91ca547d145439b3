package io.facematch.api.results;

import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs and rows as tests need them. */
final class Rows {

    private Rows() {}

    static ResultsJob job(int total) {
        return new ResultsJob(
                UUID.fromString("0192a1f0-0000-7000-8000-000000000001"),
                "COMPLETED",
                Instant.ofEpochMilli(1778419687078L - 10_000),
                Instant.ofEpochMilli(1778419687078L),
                total,
                Map.of(Status.SUCCESS, total),
                total / 2,
                total - total / 2,
                OperatingPoint.STANDARD,
                List.of("in/lonely_image1.jpg"),
                3);
    }

    static ResultsRow compared(int index, String stem, double similarity) {
        return new ResultsRow(
                index,
                stem,
                "fm-bulk-test/" + stem + "_image1.jpeg",
                "fm-bulk-test/" + stem + "_image2.jpeg",
                Status.SUCCESS,
                null,
                null,
                null,
                OperatingPoint.STANDARD.decide(similarity),
                similarity,
                0.4321,
                "starter-1",
                4157,
                0.9,
                0.8);
    }

    static ResultsRow failed(int index, String stem, Status status) {
        return failed(index, stem, status, Reason.NO_FACE, null);
    }

    static ResultsRow failed(
            int index, String stem, Status status, @Nullable Reason probeReason, @Nullable Reason referenceReason) {
        return notCompared(index, stem, status, probeReason, referenceReason, null);
    }

    static ResultsRow faulty(int index, String stem, Reason fault) {
        return notCompared(index, stem, Status.ERROR, null, null, fault);
    }

    static ResultsRow cancelled(int index, String stem) {
        return notCompared(index, stem, null, null, null, null);
    }

    private static ResultsRow notCompared(
            int index,
            String stem,
            @Nullable Status status,
            @Nullable Reason probeReason,
            @Nullable Reason referenceReason,
            @Nullable Reason fault) {
        return new ResultsRow(
                index,
                stem,
                "fm-bulk-test/" + stem + "_image1.jpeg",
                "fm-bulk-test/" + stem + "_image2.jpeg",
                status,
                probeReason,
                referenceReason,
                fault,
                null,
                null,
                null,
                null,
                4157,
                null,
                null);
    }
}
