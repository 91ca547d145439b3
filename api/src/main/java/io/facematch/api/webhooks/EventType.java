package io.facematch.api.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an endpoint is told. */
public enum EventType {
    JOB_COMPLETED,
    JOB_FAILED,
    JOB_CANCELLED,
    JOB_EXPIRED,
    /** Nothing happened: its owner asked for it. */
    WEBHOOK_TEST;

    /** Those that a job ends with. */
    static final List<EventType> OF_JOBS = List.of(JOB_COMPLETED, JOB_FAILED, JOB_CANCELLED, JOB_EXPIRED);

    /** As in the database and on the wire, such as {@code job.completed}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    static Optional<EventType> find(String code) {
        return Stream.of(values()).filter(type -> type.code().equals(code)).findAny();
    }

    static EventType of(String code) {
        return find(code).orElseThrow(() -> new IllegalStateException("the database has an unknown type of event"));
    }
}
