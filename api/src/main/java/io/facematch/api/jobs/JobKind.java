package io.facematch.api.jobs;

import java.util.Locale;

/** What was submitted. */
public enum JobKind {
    /** One pair of images. */
    SINGLE,
    /** An archive of pairs. */
    BULK;

    /** The name in JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
