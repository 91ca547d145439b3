package io.facematch.api.archive;

import java.util.Arrays;
import java.util.Optional;

/** What of an image's path is its stem, by which two images are a pair. */
public enum StemRule {
    /** The name alone: the images of a pair may lie in two folders. */
    NAME("name"),
    /** The name with its folders: for archives with a folder for each person, and the same names in all of them. */
    PATH("path");

    private final String code;

    StemRule(String code) {
        this.code = code;
    }

    /** As clients write it. */
    public String code() {
        return code;
    }

    public static Optional<StemRule> ofCode(String code) {
        return Arrays.stream(values()).filter(rule -> rule.code.equals(code)).findFirst();
    }
}
