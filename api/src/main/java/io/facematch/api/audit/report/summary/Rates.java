package io.facematch.api.audit.report.summary;

/** Parts of something. */
final class Rates {
    private Rates() {}

    /** NaN, which is not told, where there is nothing to be a part of. */
    static double of(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }
}
