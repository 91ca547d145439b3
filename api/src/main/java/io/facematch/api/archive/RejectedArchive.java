package io.facematch.api.archive;

import java.util.List;

/**
 * The archive as a whole is refused before any member is inflated. {@link #getMessage()} names no file and may be
 * logged; {@link #problems()} names members and is for the client's answer only.
 */
public final class RejectedArchive extends RuntimeException {

    /** Stable codes. When an archive breaks several rules, the first of them is told. */
    public enum Code {
        TOO_LARGE(413, "the archive is larger than allowed: split it into several jobs"),
        NOT_A_ZIP(400, "not a ZIP archive: send one ZIP file as the body"),
        TRUNCATED(400, "the archive is cut off: its end record is missing or incomplete; send it again"),
        GARBAGE_AFTER(400, "there are bytes after the archive's end: pack it again"),
        SEVERAL_END_RECORDS(400, "the archive has several end records: pack it again, without a comment"),
        MULTI_DISK(400, "the archive is split into volumes: send one whole ZIP file"),
        GARBAGE_BEFORE(
                400, "there are bytes before the archive's first member: send a plain ZIP, not a self-extractor"),
        EMPTY_ARCHIVE(400, "the archive is empty: add pairs named <stem>_image1.<ext> and <stem>_image2.<ext>"),
        TOO_MANY_MEMBERS(
                400, "the archive has more members, or longer names, than allowed: split it into several jobs"),
        DAMAGED_DIRECTORY(400, "the archive's directory is damaged or contradicts itself: pack it again"),
        ENCRYPTED_MEMBER(400, "members are encrypted: pack them without a password"),
        UNSUPPORTED_METHOD(400, "members use a compression other than stored or deflate: pack them as plain ZIP"),
        EXPANDS_TOO_FAR(400, "the archive expands further than allowed: send photos, or split it into several jobs"),
        UNSAFE_NAME(
                400,
                "member names point outside of the archive, are too long or too deep, or hold control characters: rename them"),
        SYMLINK(400, "members are links or devices: pack the files themselves"),
        OVERLAPPING_MEMBERS(400, "members overlap each other or the directory: pack the archive again"),
        NAME_MISMATCH(
                400,
                "members have another name or method in their header than in the directory: pack the archive again"),
        EMPTY_STEM(422, "images have nothing before _image1 or _image2: name them <stem>_image1.<ext>"),
        DUPLICATE_STEM(
                422,
                "several images have the same stem and side (folders, letter case and Unicode form do not count): rename"
                        + " all but one of each, or say stems=path, which takes folders into the stems"),
        TOO_MANY_PAIRS(422, "the archive has more pairs than allowed: split it into several jobs"),
        NO_PAIRS(
                422,
                "no complete pair: name the two images of a pair <stem>_image1.<ext> and <stem>_image2.<ext>, with"
                        + " any extension");

        private final int httpStatus;
        private final String message;

        Code(int httpStatus, String message) {
            this.httpStatus = httpStatus;
            this.message = message;
        }

        /** 413 for size, 422 for how images pair, 400 for the archive itself. */
        public int httpStatus() {
            return httpStatus;
        }

        /** A sentence without capital and full stop: what is wrong and what to do. */
        public String message() {
            return message;
        }
    }

    private final Code code;
    private final List<String> problems;
    private final int problemCount;

    RejectedArchive(Code code) {
        this(code, "", List.of(), 0);
    }

    /** Appends {@code detail}: numbers only, never names. */
    public RejectedArchive(Code code, String detail) {
        this(code, detail, List.of(), 0);
    }

    RejectedArchive(Code code, String detail, List<String> problems, int problemCount) {
        super(detail.isEmpty() ? code.message : code.message + " (" + detail + ")");
        this.code = code;
        this.problems = List.copyOf(problems);
        this.problemCount = problemCount;
    }

    public Code code() {
        return code;
    }

    public int httpStatus() {
        return code.httpStatus;
    }

    /** Members or stems at fault, safe to print but user-made: for the answer, never for a log. At most 100. */
    public List<String> problems() {
        return problems;
    }

    /** How many members or stems are at fault, also beyond those listed. */
    public int problemCount() {
        return problemCount;
    }
}
