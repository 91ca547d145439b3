package io.facematch.standalone.espdl;

/** Why a file is no container that can be converted, for the person who has the file. */
public final class UnreadableEspdl extends RuntimeException {
    private static final int LONGEST = 200;

    /** @param reason may have names from the file, which may be anything */
    UnreadableEspdl(String reason) {
        super(reason.substring(0, Math.min(reason.length(), LONGEST)).replaceAll("[^\\x20-\\x7e]", "?"));
    }
}
