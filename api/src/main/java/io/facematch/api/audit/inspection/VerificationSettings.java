package io.facematch.api.audit.inspection;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the API holds all outcomes against the logs.
 *
 * @param verification time of the day in UTC, such as {@code 03:30}, at which one of the API processes does it each day; {@code off}
 *     leaves it to {@code audit verify}
 */
// Not strict about unknown names: others have the same prefix.
@ConfigurationProperties(prefix = "facematch.audit")
record VerificationSettings(@DefaultValue("03:30") String verification) {
    private static final String OFF = "off";

    VerificationSettings {
        if (!verification.equals(OFF)) {
            parse(verification);
        }
    }

    private static LocalTime parse(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "facematch.audit.verification must be a time of the day such as 03:30, or off", e);
        }
    }

    /** Empty when it is off. */
    Optional<LocalTime> time() {
        return verification.equals(OFF) ? Optional.empty() : Optional.of(parse(verification));
    }
}
