package io.facematch.verification;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people send as photos, told apart by the first bytes of a file; its name and its declared type don't count. The
 * only list of its kind: the page gets it from the server. The first format that fits counts.
 */
public enum FileFormat {
    JPEG("\\xFF\\xD8"),
    PNG("\\x89PNG\\r\\n\\x1A\\n"),
    WEBP("RIFF.{4}WEBP"),
    BMP("BM"),
    CAMERA_RAW(
            "II\\*\\x00.{4}CR|II(RO|RS|U\\x00)|MMOR|FUJIFILMCCD-RAW|\\x00MRM|FOVb|.{4}ftypcrx",
            Reason.CAMERA_RAW), // most other cameras write TIFFs
    TIFF("II\\*\\x00|MM\\x00\\*"),
    BIG_TIFF("II\\+\\x00|MM\\x00\\+", Reason.BIG_TIFF),
    JPEG_XR("II\\xBC", Reason.JPEG_XR),
    AVIF(".{4}ftyp(avi[fs]|(mif1|msf1|miaf).{4}(.{4}){0,15}avi[fs])", Reason.AVIF),
    HEIC(".{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1|miaf)", Reason.HEIC),
    JPEG_XL("\\xFF\\x0A|.{4}JXL \\r\\n|.{4}ftypjxl ", Reason.JPEG_XL),
    JPEG_2000("\\xFF\\x4F\\xFF\\x51|.{4}jP {2}\\r\\n|.{4}ftypjp[2xm]", Reason.JPEG_2000),
    GIF("GIF8", Reason.GIF),
    PHOTOSHOP("8BP[SB]", Reason.PHOTOSHOP),
    ICON("\\x00\\x00[\\x01\\x02]\\x00[\\x01-\\x40]\\x00", Reason.ICON),
    VIDEO(
            ".{4}(ftyp|moov|mdat|wide|pnot)|RIFF.{4}AVI |\\x1A\\x45\\xDF\\xA3|\\x00\\x00\\x01[\\xB3\\xBA]|FLV\\x01|OggS",
            Reason.VIDEO),
    ARCHIVE(
            "PK(\\x03\\x04|\\x05\\x06|\\x07\\x08)|Rar!|7z\\xBC\\xAF|\\x1F\\x8B|BZh|\\xFD7zXZ|\\xD0\\xCF\\x11\\xE0",
            Reason.ARCHIVE),
    DICOM(".{128}DICM", Reason.DICOM),
    PDF(Text.START + "%PDF", Reason.PDF),
    SVG(Text.START + "<(svg|(\\?xml|!--|!DOCTYPE svg).*<svg)[ \\t\\r\\n>:]", Reason.SVG),
    WEB_PAGE(
            Text.START + "<(!(doctype html|DOCTYPE html|DOCTYPE HTML)|(\\?xml|!--).*<html|html|HTML)", Reason.WEB_PAGE),
    BASE64(Text.START + "(data:image/|/9j/|iVBORw0KGgo)", Reason.BASE64);

    /** So many bytes at the start of a file are looked at. */
    public static final int HEAD = 4096;

    private final String signature;
    private final Pattern pattern;
    private final @Nullable Reason refusal;

    FileFormat(String signature) {
        this(signature, null);
    }

    FileFormat(String signature, @Nullable Reason refusal) {
        this.signature = signature;
        this.pattern = Pattern.compile(signature, Pattern.DOTALL);
        this.refusal = refusal;
    }

    /** Empty when no format fits. */
    public static Optional<FileFormat> of(byte[] file) {
        var head = new String(file, 0, Math.min(file.length, HEAD), StandardCharsets.ISO_8859_1);
        return Arrays.stream(values())
                .filter(format -> format.pattern.matcher(head).lookingAt())
                .findFirst();
    }

    /**
     * What the first bytes look like: a regular expression over them as ISO-8859-1, in which a dot stands for any byte. It
     * means the same in Java and in JavaScript.
     */
    public String signature() {
        return signature;
    }

    /** Why a photo of this format can't be compared; empty for those that are read. */
    public Optional<Reason> refusal() {
        return Optional.ofNullable(refusal);
    }

    private static final class Text {
        /** A mark of UTF-8 and white space before the text. */
        private static final String START = "(\\xEF\\xBB\\xBF)?[ \\t\\r\\n]{0,200}";
    }
}
