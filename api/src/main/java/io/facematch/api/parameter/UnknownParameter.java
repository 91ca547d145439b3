package io.facematch.api.parameter;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The answer to a parameter that a route does not know: its name, the one that was probably meant, and all there are. */
public final class UnknownParameter {
    private static final int MOST_SHOWN = 40;
    private static final int MOST_CHANGES = 2;

    private UnknownParameter() {}

    /** @param known names that the route takes */
    public static Problem problem(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return invalid("'" + shortened(name) + "' is not known here. This address takes no parameters.");
        }
        var meant =
                meant(name, known).map(close -> "Did you mean " + close + "? ").orElse("");
        return invalid("'" + shortened(name) + "' is not known here. " + meant + "Known are " + String.join(", ", known)
                + ".");
    }

    /** The answer to a value that can't be used: says which, and what to send instead. */
    public static Problem invalid(String detail) {
        return new Problem(ProblemCode.INVALID_PARAMETER, detail);
    }

    /** As it may be quoted in an answer. */
    static String shortened(String name) {
        return name.length() > MOST_SHOWN ? name.substring(0, MOST_SHOWN) + "..." : name;
    }

    /** The known name that a name becomes by the fewest changes: letter case and separators count as none. */
    static Optional<String> meant(String name, Collection<String> known) {
        if (name.length() > MOST_SHOWN) {
            return Optional.empty();
        }
        var letters = letters(name);
        return known.stream()
                .filter(candidate -> changes(letters, letters(candidate)) <= allowed(letters(candidate)))
                .min(Comparator.comparingInt(candidate -> changes(letters, letters(candidate))));
    }

    /** Of a short name, two changes leave nothing. */
    private static int allowed(String known) {
        return Math.min(MOST_CHANGES, known.length() / 3);
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Levenshtein's distance. */
    private static int changes(String from, String to) {
        var above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            var row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                var replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
