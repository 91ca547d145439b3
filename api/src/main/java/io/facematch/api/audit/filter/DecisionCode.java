package io.facematch.api.audit.filter;

import io.facematch.verification.Decision;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The names of decisions on the wire: {@code match}, {@code non_match}. */
public final class DecisionCode {
    private DecisionCode() {}

    public static String of(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Decision> decision(String code) {
        return Arrays.stream(Decision.values())
                .filter(decision -> of(decision).equals(code))
                .findFirst();
    }
}
