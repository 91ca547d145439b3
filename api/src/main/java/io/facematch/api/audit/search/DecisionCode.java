package io.facematch.api.audit.search;

import io.facematch.verification.Decision;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The names of decisions on the wire: {@code match}, {@code non_match}. */
final class DecisionCode {
    private DecisionCode() {}

    static String of(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    static Optional<Decision> decision(String code) {
        return Arrays.stream(Decision.values())
                .filter(decision -> of(decision).equals(code))
                .findFirst();
    }
}
