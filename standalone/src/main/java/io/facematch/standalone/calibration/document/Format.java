package io.facematch.standalone.calibration.document;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the values of a column are shown, to readers and in Excel. */
enum Format {
    TEXT(null),
    /** Words that should not be overlooked. */
    MARK(null),
    WHOLE("#,##0"),
    COSINE("0.0000"),
    SIMILARITY("0.00"),
    /** How many times as much. */
    FACTOR("0.00"),
    /** A share, shown in percent. */
    PERCENT("0.00%"),
    /** A rate so small that only its power of ten matters. */
    RATE("0.00E+00");

    private final @Nullable String excel;

    Format(@Nullable String excel) {
        this.excel = excel;
    }

    /** Null for text. */
    @Nullable
    String excel() {
        return excel;
    }

    String text(Object value) {
        return switch (this) {
            case TEXT, MARK -> value.toString();
            case WHOLE -> String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
            case COSINE -> String.format(Locale.ROOT, "%.4f", (Double) value);
            case SIMILARITY, FACTOR -> String.format(Locale.ROOT, "%.2f", (Double) value);
            case PERCENT -> String.format(Locale.ROOT, "%.2f %%", 100 * (Double) value);
            case RATE -> scientific((Double) value);
        };
    }

    private static String scientific(double rate) {
        return rate == 0
                ? "0"
                : String.format(Locale.ROOT, "%.2e", rate).replace(".00e", "e").replace("e-0", "e-");
    }
}
