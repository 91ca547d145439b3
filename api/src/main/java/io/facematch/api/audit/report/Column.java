package io.facematch.api.audit.report;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column of a report.
 *
 * @param name of the member in JSON, and in the header of a CSV
 * @param title for people
 */
public record Column(String name, String title, Type type) {

    /** What the values are. */
    public enum Type {
        /** An instant. */
        TIME,
        TEXT,
        /** A whole number of things. */
        COUNT,
        /** 0 to 1; written with six significant digits. */
        RATE,
        /** 0 to 1; written with four decimals. */
        SIMILARITY,
        /** Written with one decimal. */
        MILLISECONDS,
        NUMBER,
        /** Of an outcome, a job or something else that has an address or a name. */
        ID,
        BOOLEAN;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Column time(String name, String title) {
        return new Column(name, title, Type.TIME);
    }

    public static Column text(String name, String title) {
        return new Column(name, title, Type.TEXT);
    }

    public static Column count(String name, String title) {
        return new Column(name, title, Type.COUNT);
    }

    public static Column rate(String name, String title) {
        return new Column(name, title, Type.RATE);
    }

    public static Column similarity(String name, String title) {
        return new Column(name, title, Type.SIMILARITY);
    }

    public static Column milliseconds(String name, String title) {
        return new Column(name, title, Type.MILLISECONDS);
    }

    public static Column number(String name, String title) {
        return new Column(name, title, Type.NUMBER);
    }

    public static Column id(String name, String title) {
        return new Column(name, title, Type.ID);
    }

    public static Column truth(String name, String title) {
        return new Column(name, title, Type.BOOLEAN);
    }

    /** As it is written, without digits that say nothing. A value that is not a number (0 / 0) is not known. */
    @Nullable
    Object written(@Nullable Object value) {
        if (value == null || (value instanceof Double number && !Double.isFinite(number))) {
            return null;
        }
        return switch (type) {
            case TIME -> ((Instant) value).toString();
            case TEXT, ID -> value.toString();
            case COUNT -> ((Number) value).longValue();
            case RATE, NUMBER -> significant(((Number) value).doubleValue());
            case SIMILARITY -> Math.round(((Number) value).doubleValue() * 1e4) / 1e4;
            case MILLISECONDS -> Math.round(((Number) value).doubleValue() * 10) / 10.0;
            case BOOLEAN -> (Boolean) value;
        };
    }

    private static double significant(double number) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.5e", number));
    }
}
