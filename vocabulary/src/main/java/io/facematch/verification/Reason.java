package io.facematch.verification;

import java.util.Locale;

/**
 * Why a pair could not be compared, in words that help the person with the camera, in the order of the stages that find
 * the reasons. Those up to {@link #FACE_AT_EXTREME_ANGLE} belong to one image. The others belong to the pair: the
 * server or the way to it is at fault.
 */
public enum Reason {
    EMPTY_FILE(Status.EMPTY_IMAGE, "the file is empty: send the photo again"),
    UNSUPPORTED_FORMAT(Status.INVALID_IMAGE, "not a JPEG, PNG, BMP or TIFF photo: convert it and send it again"),
    DAMAGED_FILE(Status.INVALID_IMAGE, "the file is damaged or cut off: send the original again"),
    TOO_MANY_PIXELS(Status.INVALID_IMAGE, PhotoLimits.TOO_LARGE + ": send a smaller photo"),
    TOO_FEW_PIXELS(
            Status.INVALID_IMAGE,
            "a side is shorter than " + PhotoLimits.SHORTEST_SIDE + " pixels: send a larger photo"),
    TOO_LARGE_FILE(Status.INVALID_IMAGE, "the file is larger than allowed for one image: send a smaller one"),
    NO_FACE(Status.NO_FACE_DETECTED, "no face found: retake the photo with the whole face clearly visible"),
    NO_LANDMARKS(Status.LANDMARKS_NOT_DETECTED, "eyes, nose or mouth are not visible: uncover the face"),
    TOO_BLURRED(Status.LOW_QUALITY, "too blurred: hold the camera still and let it focus"),
    TOO_DARK(Status.LOW_QUALITY, "too dark: add light on the face"),
    TOO_BRIGHT(Status.LOW_QUALITY, "too bright: avoid flash and light behind the face"),
    FACE_TOO_SMALL(Status.LOW_QUALITY, "the face is too small: move closer"),
    FACE_AT_EXTREME_ANGLE(Status.LOW_QUALITY, "the face is turned away: look straight into the camera"),
    /** The sealed pair did not open: it was altered, or moved from another pair, job or tenant. */
    INTEGRITY(Status.ERROR, "the pair was altered on its way and was not opened"),
    /** Comparing this pair ended its process twice. */
    PROCESSING_CRASH(Status.ERROR, "comparing this pair failed twice and was given up"),
    /** The broker gave up delivering the pair. */
    DELIVERY_LIMIT(Status.ERROR, "the pair could not be delivered to a worker"),
    /** No worker took the pair before its deadline. */
    DEADLINE_PASSED(Status.ERROR, "the pair was not compared before its deadline"),
    /** An error of the server; its log describes it under the ids of job and pair. */
    PROCESSING_ERROR(Status.ERROR, "an unexpected error while comparing this pair");

    private final Status status;
    private final String message;

    Reason(Status status, String message) {
        this.status = status;
        this.message = message;
    }

    /** As answers name it, for example {@code too_blurred}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Status status() {
        return status;
    }

    /** A sentence without capital and full stop that says what is wrong and what to do. Names no file and no person. */
    public String message() {
        return message;
    }
}
