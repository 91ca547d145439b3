package io.facematch.verification;

/** One of the two images of a pair. A comparison is symmetric; the role only tells the images apart. */
public enum Role {
    /** The sample in question, {@code image1} on the wire: usually the selfie. */
    PROBE("image1"),
    /** The sample it is held against, {@code image2} on the wire: usually the portrait of a document. */
    REFERENCE("image2");

    private final String code;

    Role(String code) {
        this.code = code;
    }

    /** The name on the wire, in file names and in reports: {@code image1} or {@code image2}. */
    public String code() {
        return code;
    }
}
