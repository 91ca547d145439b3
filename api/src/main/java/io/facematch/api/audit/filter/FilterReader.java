package io.facematch.api.audit.filter;

import io.facematch.api.parameter.TimeParameter;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.payload.DigestKey;
import io.facematch.verification.Decision;
import io.facematch.verification.Status;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes a filter of parameters, whose words are those of docs/audit.md. */
@Component
public class FilterReader {
    static final String SUBJECT = "subject";
    static final String PHOTO = "photo";
    public static final String TENANT = "tenant";

    private static final List<String> NAMES = List.of(
            TENANT,
            "from",
            "to",
            "zone",
            "client",
            "surface",
            "job",
            "status",
            "decision",
            "similarity_min",
            "similarity_max",
            "model",
            "calibration",
            "order");

    private static final int MOST_YEARS = 10;
    private static final int DECIMALS = 4;

    private final DigestKey digestKey;
    private final InstantSource clock;

    FilterReader(DigestKey digestKey, InstantSource clock) {
        this.digestKey = digestKey;
        this.clock = clock;
    }

    /** The names of the filter that an address may have, and those of a route itself. */
    public static List<String> namesInAddress(String... ofRoute) {
        return Stream.concat(NAMES.stream(), Arrays.stream(ofRoute)).toList();
    }

    /** The same for a body, which may name a subject, too; a form may also have a photo, which is no text. */
    public static List<String> namesInBody(String... ofRoute) {
        return Stream.of(NAMES.stream(), Stream.of(SUBJECT), Arrays.stream(ofRoute))
                .flatMap(names -> names)
                .toList();
    }

    /**
     * Checks every value.
     *
     * @throws io.facematch.api.problem.Problem for a value that is none
     * @throws io.facematch.api.security.MissingScope for another tenant, unless the token may see all of them
     */
    public OutcomeFilter read(Owner owner, Parameters given) {
        var tenant = tenant(owner, given);
        var period = period(given);
        var similarityMin = similarity(given, "similarity_min");
        var similarityMax = similarity(given, "similarity_max");
        if (similarityMin != null && similarityMax != null && similarityMin > similarityMax) {
            throw Parameters.invalid("similarity_min must not be higher than similarity_max.");
        }
        return new OutcomeFilter(
                tenant,
                period.from(),
                period.to(),
                given.text("client"),
                given.text("surface"),
                job(given),
                status(given),
                decision(given),
                similarityMin,
                similarityMax,
                given.text("model"),
                given.text("calibration"),
                subject(given, tenant),
                given.photo(),
                given.oneOf("order", "newest", "newest", "oldest").equals("oldest"));
    }

    /** Whose outcomes are asked for: the token's, or with {@code facematch.admin} those of any tenant. */
    public static String tenant(Owner owner, Parameters given) {
        var tenant = given.text(TENANT);
        if (tenant == null || tenant.equals(owner.tenant())) {
            return owner.tenant();
        }
        owner.require(Scopes.ADMIN);
        if (tenant.isBlank()) {
            throw Parameters.invalid("tenant must be the name of a tenant, or not be there.");
        }
        return tenant;
    }

    /** The zone of dates, and of times in tables: UTC unless it is named. */
    public static ZoneId zone(Parameters given) {
        return TimeParameter.zone(given.text("zone"));
    }

    /** What is null has no border. */
    public record Period(@Nullable Instant from, @Nullable Instant to) {}

    /** Of {@code from}, {@code to} and {@code zone}. */
    public Period period(Parameters given) {
        return period(given, "from", "to");
    }

    /** The same of parameters with other names, and {@code zone}. */
    public Period period(Parameters given, String fromName, String toName) {
        var zone = zone(given);
        var from = TimeParameter.instant(fromName, given.text(fromName), zone);
        var to = TimeParameter.instant(toName, given.text(toName), zone);
        TimeParameter.requireOrder(fromName, from, toName, to);
        checkLength(from, to);
        return new Period(from, to);
    }

    private void checkLength(@Nullable Instant from, @Nullable Instant to) {
        if (from == null) {
            return;
        }
        var end = to == null ? clock.instant() : to;
        if (from.atOffset(ZoneOffset.UTC).plusYears(MOST_YEARS).toInstant().isBefore(end)) {
            throw Parameters.invalid("The period from " + from + " to " + end + " is longer than " + MOST_YEARS
                    + " years. Ask for a shorter one.");
        }
    }

    private static @Nullable UUID job(Parameters given) {
        var text = given.text("job");
        if (text == null) {
            return null;
        }
        try {
            var id = UUID.fromString(text);
            if (id.version() == 7 && id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Refused like the id of something else.
        }
        throw Parameters.invalid("job must be the id of a job, such as 0199f1d2-7c3a-7e51-9c1e-2f6b8a4d1c07.");
    }

    private static @Nullable Status status(Parameters given) {
        var text = given.text("status");
        if (text == null) {
            return null;
        }
        return Arrays.stream(Status.values())
                .filter(status -> status.code().equals(text))
                .findFirst()
                .orElseThrow(() -> Parameters.invalid("status must be one of "
                        + Arrays.stream(Status.values()).map(Status::code).collect(Collectors.joining(", ")) + "."));
    }

    private static @Nullable Decision decision(Parameters given) {
        var text = given.text("decision");
        return text == null
                ? null
                : DecisionCode.decision(text)
                        .orElseThrow(() -> Parameters.invalid("decision must be match or non_match."));
    }

    /** With no more decimals than clients ever see, so that nobody finds the others by asking. */
    private static @Nullable Double similarity(Parameters given, String name) {
        var text = given.text(name);
        if (text == null) {
            return null;
        }
        try {
            var number = new BigDecimal(text).stripTrailingZeros(); // JSON writes 0.0001 as 1.0E-4
            if (number.scale() <= DECIMALS
                    && number.scale() >= -1
                    && number.signum() >= 0
                    && number.compareTo(BigDecimal.ONE) <= 0) {
                return number.doubleValue();
            }
        } catch (NumberFormatException e) {
            // Refused like a number that is out of range.
        }
        throw Parameters.invalid(name + " must be a number between 0 and 1 with four decimals at most.");
    }

    private byte @Nullable [] subject(Parameters given, String tenant) {
        var text = given.text(SUBJECT);
        if (text == null) {
            return null;
        }
        if (text.isBlank()) {
            throw Parameters.invalid("subject must be the unique_id of a pair, or the stem of its images.");
        }
        return digestKey.digest("subject", tenant).doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
