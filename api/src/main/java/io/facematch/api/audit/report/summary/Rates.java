package io.facematch.api.audit.report.summary;

/** Parts of something. */
final class Rates {
    private Rates() {}

    /** 0 to 1; NaN, which is not told, where there is nothing to be a part of. */
    static double of(double part, long whole) {
        return whole == 0 ? Double.NaN : part / whole;
    }
}
