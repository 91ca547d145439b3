package io.facematch.verification;

import java.util.Locale;

/** Which of the two images of a pair is meant. A comparison is symmetric; the role only tells the images apart. */
public enum Role {
    /** The sample in question, {@code image1} on the wire: usually the selfie. */
    PROBE,
    /** The sample it is held against, {@code image2} on the wire: usually the portrait of a document. */
    REFERENCE;

    /** The name used in JSON, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
