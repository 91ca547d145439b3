package io.facematch.transparency.tile;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The end of a path, {@code x001/x234/067.p/12}: an index in groups of three digits, and the width of a partial tile. */
record PathNumber(long index, int width) {
    /** Longer than every path there is, so that nothing longer is looked at. */
    static final int LONGEST_PATH = 64;

    private static final String PARTIAL = ".p/";

    static void requireWidth(int width) {
        if (width < 1 || width > TileId.FULL_WIDTH) {
            throw new IllegalArgumentException("A tile is 1 to 256 wide, not " + width);
        }
    }

    static Optional<PathNumber> parse(String text) {
        int suffix = text.indexOf(PARTIAL);
        var groups = suffix < 0 ? text : text.substring(0, suffix);
        var width = suffix < 0
                ? OptionalInt.of(TileId.FULL_WIDTH)
                : decimal(text.substring(suffix + PARTIAL.length()), TileId.FULL_WIDTH - 1);
        if (width.isEmpty() || width.getAsInt() == 0) {
            return Optional.empty();
        }
        return index(groups)
                .map(index -> new PathNumber(index, width.getAsInt()))
                .filter(number -> number.text().equals(text));
    }

    /** A number from 0 to {@code max} without leading zeros or sign, at most three digits. */
    static OptionalInt decimal(String text, int max) {
        if (text.isEmpty() || text.length() > 3 || !allDigits(text) || (text.length() > 1 && text.charAt(0) == '0')) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(text);
        return number <= max ? OptionalInt.of(number) : OptionalInt.empty();
    }

    String text() {
        var text = new StringBuilder(group(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            text.insert(0, "x" + group(rest % 1000) + "/");
        }
        return width == TileId.FULL_WIDTH ? text.toString() : text + PARTIAL + width;
    }

    private static Optional<Long> index(String groups) {
        long index = 0;
        for (var group : groups.split("/", -1)) {
            var digits = group.startsWith("x") ? group.substring(1) : group;
            if (digits.length() != 3 || !allDigits(digits)) {
                return Optional.empty();
            }
            try {
                index = Math.addExact(Math.multiplyExact(index, 1000), Integer.parseInt(digits));
            } catch (ArithmeticException tooLarge) {
                return Optional.empty();
            }
        }
        return Optional.of(index);
    }

    private static boolean allDigits(String text) {
        return text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }

    private static String group(long threeDigits) {
        return String.format(Locale.ROOT, "%03d", threeDigits);
    }
}
