package io.facematch.verification;

import java.util.Arrays;

/**
 * How the comparison of one pair ended: the seven stable codes of the Azakaw face comparison contract. Anything but
 * {@link #SUCCESS} means that no decision was possible; that is an answer about the images, except for {@link #ERROR}.
 */
public enum Status {
    SUCCESS("Success"),
    EMPTY_IMAGE("EmptyImage"),
    NO_FACE_DETECTED("NoFaceDetected"),
    LANDMARKS_NOT_DETECTED("LandmarksNotDetected"),
    INVALID_IMAGE("InvalidImage"),
    LOW_QUALITY("LowQuality"),
    ERROR("Error");

    private final String code;

    Status(String code) {
        this.code = code;
    }

    /** The code on the wire, in the database and in reports. */
    public String code() {
        return code;
    }

    /** @throws IllegalArgumentException for a code that is none of the seven */
    public static Status ofCode(String code) {
        return Arrays.stream(values())
                .filter(status -> status.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown status code"));
    }
}
