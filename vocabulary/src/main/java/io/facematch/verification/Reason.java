package io.facematch.verification;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a pair could not be compared, in words that help the person with the camera, in the order of the stages that find
 * the reasons. Those up to {@link #FACE_AT_EXTREME_ANGLE} belong to one image. The others belong to the pair: the
 * server or the way to it is at fault.
 */
public enum Reason {
    EMPTY_FILE(Status.EMPTY_IMAGE, "the file is empty: send the photo again"),

    // What is in the file instead of a photo that can be read. Clients see one code, and what was found.
    UNSUPPORTED_FORMAT(Status.INVALID_IMAGE, "not a JPEG, PNG, BMP, TIFF or WebP photo: save it as JPEG"),
    HEIC("HEIC", "this is a HEIC photo: save it as JPEG (phones do so when their camera is set to Most Compatible)"),
    AVIF("AVIF", "this is an AVIF photo: save it as JPEG"),
    GIF("GIF", "this is a GIF: save it as JPEG"),
    JPEG_2000("JPEG 2000", "this is a JPEG 2000 photo: save it as JPEG"),
    JPEG_XL("JPEG XL", "this is a JPEG XL photo: save it as JPEG"),
    JPEG_XR("JPEG XR", "this is a JPEG XR photo: save it as JPEG"),
    CAMERA_RAW("raw photo", "this is a raw photo of a camera: save it as JPEG"),
    PHOTOSHOP("Photoshop", "this is a Photoshop file: save it as JPEG"),
    ICON("icon", "this is an icon: send a photo as JPEG"),
    SVG("SVG", "this is an SVG drawing: send a photo as JPEG"),
    PDF("PDF", "this is a PDF: send the photo itself as JPEG"),
    DICOM("DICOM", "this is a DICOM file: save its picture as JPEG"),
    VIDEO("video", "this is a video: send a photo as JPEG"),
    ARCHIVE("archive", "this is an archive or an Office document: send the photo itself as JPEG"),
    WEB_PAGE("web page", "this is a web page: send the photo itself as JPEG"),
    BASE64("Base64", "this is text in Base64: send the bytes that it stands for"),

    // Kinds of the formats above that can't be read.
    JPEG_ARITHMETIC(Format.JPEG, "arithmetic coding"),
    JPEG_LOSSLESS(Format.JPEG, "lossless"),
    JPEG_HIERARCHICAL(Format.JPEG, "hierarchical"),
    JPEG_DEPTH(Format.JPEG, "more than 8 bits"),
    JPEG_COMPONENTS(Format.JPEG, "2 or more than 4 components"),
    PNG_OF_IPHONE(Format.PNG, "made for apps of an iPhone"),
    BMP_GAPS(Format.BMP, "run lengths with gaps"),
    BMP_COMPRESSION(Format.BMP, "a rare compression"),
    BIG_TIFF(Format.TIFF, "BigTIFF"),
    TIFF_LAB(Format.TIFF, "Lab"),
    TIFF_COLOURS(Format.TIFF, "rare colours"),
    TIFF_SUBSAMPLED(Format.TIFF, "YCbCr without JPEG"),
    TIFF_FLOATING_POINT(Format.TIFF, "floating point"),
    TIFF_DEPTH(Format.TIFF, "other than 1, 2, 4, 8 or 16 bits"),
    TIFF_LZMA(Format.TIFF, "LZMA"),
    TIFF_ZSTANDARD(Format.TIFF, "Zstandard"),
    TIFF_WEBP(Format.TIFF, "WebP"),
    TIFF_JPEG_2000(Format.TIFF, "JPEG 2000"),
    TIFF_JPEG_XL(Format.TIFF, "JPEG XL"),
    TIFF_JBIG(Format.TIFF, "JBIG"),
    TIFF_COMPRESSION(Format.TIFF, "a rare compression"),
    TIFF_LAYOUT(Format.TIFF, "a rare layout"),
    TIFF_TILES(Format.TIFF, "too many small tiles"),
    WEBP_ANIMATION(Format.WEBP, "animation"),
    WEBP_TOO_COMPLEX(Format.WEBP, "too many Huffman codes"),

    DAMAGED_FILE(Status.INVALID_IMAGE, "the file is damaged or cut off: send the original again"),
    TOO_MANY_PIXELS(Status.INVALID_IMAGE, PhotoLimits.TOO_LARGE + ": send a smaller photo"),
    TOO_FEW_PIXELS(
            Status.INVALID_IMAGE,
            "a side is shorter than " + PhotoLimits.SHORTEST_SIDE + " pixels: send a larger photo"),
    TOO_LARGE_FILE(Status.INVALID_IMAGE, "the file is larger than allowed for one image: send a smaller one"),
    /** Of both images: one message can't carry them. */
    TOO_LARGE_PAIR(Status.INVALID_IMAGE, "both files together are larger than allowed for a pair: send smaller ones"),
    /** It used up what decoding one photo may cost. */
    TOO_COSTLY(Status.INVALID_IMAGE, "decoding this file takes too much work: save the photo as an ordinary JPEG"),
    NO_FACE(Status.NO_FACE_DETECTED, "no face found: retake the photo with the whole face clearly visible"),
    NO_LANDMARKS(Status.LANDMARKS_NOT_DETECTED, "eyes, nose or mouth are not visible: uncover the face"),
    TOO_BLURRED(Status.LOW_QUALITY, "too blurred: hold the camera still and let it focus"),
    TOO_DARK(Status.LOW_QUALITY, "too dark: add light on the face"),
    TOO_BRIGHT(Status.LOW_QUALITY, "too bright: avoid flash and light behind the face"),
    FACE_TOO_SMALL(Status.LOW_QUALITY, "the face is too small: move closer"),
    FACE_AT_EXTREME_ANGLE(Status.LOW_QUALITY, "the face is turned away: look straight into the camera"),
    /** Stored by versions before 0.2, for a pair that did not open. */
    INTEGRITY(Status.ERROR, "the pair was altered on its way and was not opened"),
    /** Comparing this pair ended its process twice. */
    PROCESSING_CRASH(Status.ERROR, "comparing this pair failed twice and was given up"),
    /** Stored by versions before 0.2, for a pair that the broker gave up. */
    DELIVERY_LIMIT(Status.ERROR, "the pair could not be delivered to a worker"),
    /** The key of the pair's epoch is not there any more, so nobody can open it. */
    KEY_LOST(Status.ERROR, "the server lost the key of this pair: send the pair again"),
    /** The archive that it came in was accepted, and damaged or taken away before the pair was published. */
    PAYLOAD_LOST(Status.ERROR, "the server lost the photos of this pair: send the pair again"),
    /** No worker took the pair before its deadline. */
    DEADLINE_PASSED(Status.ERROR, "the pair was not compared before its deadline"),
    /** An error of the server; its log describes it under the ids of job and pair. */
    PROCESSING_ERROR(Status.ERROR, "an unexpected error while comparing this pair");

    private enum Format {
        JPEG("JPEG"),
        PNG("PNG"),
        BMP("BMP"),
        TIFF("TIFF"),
        WEBP("WebP");

        private final String title;

        Format(String title) {
            this.title = title;
        }
    }

    private final Status status;
    private final String code;
    private final @Nullable String found;
    private final String message;

    Reason(Status status, String message) {
        this.status = status;
        this.code = name().toLowerCase(Locale.ROOT);
        this.found = null;
        this.message = message;
    }

    Reason(String found, String message) {
        this.status = Status.INVALID_IMAGE;
        this.code = "unsupported_format";
        this.found = found;
        this.message = message;
    }

    Reason(Format format, String kind) {
        this.status = Status.INVALID_IMAGE;
        this.code = "unsupported_variant";
        this.found = format.title + " (" + kind + ")";
        this.message = "this kind of " + found + " can't be read: save it as JPEG";
    }

    public Status status() {
        return status;
    }

    /** The code on the wire. All formats that are not read share one, and all variants. */
    public String code() {
        return code;
    }

    /** What is in the file instead, such as {@code PDF} or {@code TIFF (Lab)}; null for other reasons. */
    public @Nullable String found() {
        return found;
    }

    /** A sentence without capital and full stop that says what is wrong and what to do. Names no file and no person. */
    public String message() {
        return message;
    }
}
