package io.facematch.chaos.failpoint;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the product, and what happens there.
 *
 * @param name by which a test knows it
 * @param type full name of the class with the place
 * @param method in which the place is; all of that name count
 * @param place where in the method
 * @param called for a place at a call: the name of the method that is called there
 * @param hit from 1: the time at which it happens
 * @param marker hexadecimal, or null: only a call whose first argument is bytes with these in them counts
 * @param report file that is written when it happens
 */
public record FailPoint(
        String name,
        String type,
        String method,
        Place place,
        @Nullable String called,
        int hit,
        @Nullable String marker,
        Path report) {
    private static final Pattern TEXT =
            Pattern.compile("(?<name>\\w+)=(?<type>[\\w.$]+)#(?<method>\\w+) (?<place>[A-Z]+)(?: (?<called>\\w+))?"
                    + " hit (?<hit>\\d+)(?: marker (?<marker>[0-9a-f]+))? report (?<report>.+)");

    /** Where in a method. */
    public enum Place {
        /** Before its first instruction. */
        ENTRY,
        /** Before it returns; not when it throws. */
        RETURN,
        /** Before it calls another one. */
        BEFORE,
        /** After a method that it calls has returned. */
        AFTER
    }

    /** As {@link #toString} writes it. */
    static FailPoint parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no fail point: " + text);
        }
        return new FailPoint(
                parts.group("name"),
                parts.group("type"),
                parts.group("method"),
                Place.valueOf(parts.group("place")),
                parts.group("called"),
                Integer.parseInt(parts.group("hit")),
                parts.group("marker"),
                Path.of(parts.group("report")));
    }

    @Override
    public String toString() {
        return name + "=" + type + "#" + method + " " + place + (called == null ? "" : " " + called) + " hit " + hit
                + (marker == null ? "" : " marker " + marker) + " report " + report;
    }
}
