package io.facematch.api.audit.rollup;

import io.facematch.verification.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What is counted of outcomes. */
public enum Counter {
    MATCH,
    NON_MATCH,
    EMPTY_IMAGE,
    NO_FACE_DETECTED,
    LANDMARKS_NOT_DETECTED,
    INVALID_IMAGE,
    LOW_QUALITY,
    ERROR,
    /** Probes with a face. */
    PROBE_FACES,
    /** The sum of the qualities of their faces, in millionths. */
    PROBE_QUALITY,
    /** Those that had to be turned. */
    PROBE_TURNED,
    REFERENCE_FACES,
    REFERENCE_QUALITY,
    REFERENCE_TURNED;

    /** Of outcomes that decided nothing. */
    public static final List<Counter> NOT_COMPARED =
            List.of(EMPTY_IMAGE, NO_FACE_DETECTED, LANDMARKS_NOT_DETECTED, INVALID_IMAGE, LOW_QUALITY, ERROR);

    /** The one of outcomes that decided nothing, with this status. */
    static Counter of(Status status) {
        return valueOf(status.name());
    }

    /** As in the database and in reports. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Their columns, each made something of, with commas between them. */
    static String columns(UnaryOperator<String> of) {
        return Arrays.stream(values()).map(Counter::code).map(of).collect(Collectors.joining(", "));
    }
}
