package io.facematch.transparency.json;

import java.math.BigDecimal;
import java.math.MathContext;

/** A double as ECMAScript's {@code Number.toString} writes it (ECMA-262, section 6.1.6.1.20). */
final class EcmaNumber {
    /** Below it, Java prefers two digits where ECMAScript wants the one that suffices: 4.9E-324 is 5e-324 there. */
    private static final double NEARLY_NOTHING = 1e-321;

    /** From here up to below {@link #MOST_WITHOUT_EXPONENT}, both write a fraction in the same way. */
    private static final double LEAST_WITHOUT_EXPONENT = 1e-3;

    private static final double MOST_WITHOUT_EXPONENT = 1e7;

    private static final int MOST_WHOLE_DIGITS = 21;
    private static final int MOST_ZEROS_BEFORE = 6;

    private EcmaNumber() {}

    static String format(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value);
        }
        double size = Math.abs(value);
        if (size <= CanonicalJson.MAX_EXACT && (long) value == value) {
            return Long.toString((long) value);
        }
        // Since Java 19 these are the shortest digits that give the double back, which is what ECMAScript asks for.
        var java = Double.toString(value);
        if (size >= LEAST_WITHOUT_EXPONENT && size < MOST_WITHOUT_EXPONENT) {
            return java;
        }
        var shortest = new BigDecimal(java).abs().stripTrailingZeros();
        if (size < NEARLY_NOTHING) {
            shortest = oneDigitIfEnough(shortest, size);
        }
        var digits = shortest.unscaledValue().toString();
        return (value < 0 ? "-" : "") + place(digits, digits.length() - shortest.scale());
    }

    /**
     * A float, written as the double that has its shortest digits. Nine digits at most are also the shortest ones of that
     * double, so nothing needs to be written twice.
     */
    static String format(float value) {
        float size = Math.abs(value);
        if (size >= LEAST_WITHOUT_EXPONENT && size < MOST_WITHOUT_EXPONENT && (long) value != value) {
            return Float.toString(value);
        }
        return format(Double.parseDouble(Float.toString(value)));
    }

    /** The digits, with the point behind the first {@code before} of them, which may be negative or beyond their end. */
    private static String place(String digits, int before) {
        int count = digits.length();
        if (before > MOST_WHOLE_DIGITS || before <= -MOST_ZEROS_BEFORE) {
            int exponent = before - 1;
            var rest = count == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + rest + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        if (before <= 0) {
            return "0." + "0".repeat(-before) + digits;
        }
        return count <= before
                ? digits + "0".repeat(before - count)
                : digits.substring(0, before) + "." + digits.substring(before);
    }

    private static BigDecimal oneDigitIfEnough(BigDecimal shortest, double value) {
        var oneDigit = new BigDecimal(value).round(new MathContext(1)).stripTrailingZeros();
        return oneDigit.doubleValue() == value ? oneDigit : shortest;
    }
}
