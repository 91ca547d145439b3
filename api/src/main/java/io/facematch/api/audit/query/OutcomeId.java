package io.facematch.api.audit.query;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of an outcome on the wire: the id of its job, a dot, and the place of the pair in the job.
 *
 * @param index from 0
 */
public record OutcomeId(UUID job, int index) {
    private static final Pattern FORM = Pattern.compile(
            "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\\.(0|[1-9][0-9]{0,8})");

    /** Empty for a text that names no outcome. */
    static Optional<OutcomeId> of(String text) {
        var found = FORM.matcher(text);
        return found.matches()
                ? Optional.of(new OutcomeId(UUID.fromString(found.group(1)), Integer.parseInt(found.group(2))))
                : Optional.empty();
    }

    /** The day on which a job of this id was made: a UUID of version 7 begins with the milliseconds since 1970. */
    static LocalDate dayOf(UUID job) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(job.getMostSignificantBits() >>> 16), ZoneOffset.UTC);
    }

    /** Relative to the API's address. */
    public URI address() {
        return URI.create("/v1/outcomes/" + this);
    }

    @Override
    public String toString() {
        return job + "." + index;
    }
}
