package io.facematch.api.kwikid;

/** Truth values of this dialect are words. */
final class Flag {
    static final String TRUE = "True";
    static final String FALSE = "False";
    static final String NOT_AVAILABLE = "N/A";

    private Flag() {}

    static String of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
