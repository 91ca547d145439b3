package io.facematch.face.decoding;

import io.facematch.face.decoding.TiffLayout.Colours;
import io.facematch.face.decoding.TiffLayout.Compression;
import io.facematch.verification.Reason;
import java.util.Arrays;

/** Which kinds of TIFF are read; the others are refused by their names. */
final class TiffKinds {
    private static final int UNSIGNED = 1;
    private static final int FLOATING_POINT = 3;
    private static final int PREVIEW = 1;

    private TiffKinds() {}

    /** The first page of a camera's raw file is a preview, or the light behind each filter of the sensor. */
    static void requirePhoto(TiffDirectory page) throws RefusedImage {
        var colours = page.value(TiffTag.PHOTOMETRIC_INTERPRETATION, 0);
        var isPreview = (page.value(TiffTag.KIND_OF_PAGE, 0) & PREVIEW) != 0;
        if (page.has(TiffTag.DNG_VERSION)
                || colours == 32803
                || colours == 34892
                || (isPreview && page.has(TiffTag.OTHER_PAGES))) {
            throw new RefusedImage(Reason.CAMERA_RAW);
        }
    }

    static Compression compression(TiffDirectory page) throws RefusedImage {
        return switch ((int) Math.min(page.value(TiffTag.COMPRESSION, 1), Integer.MAX_VALUE)) {
            case 1 -> Compression.NONE;
            case 2, 3, 4 -> Compression.FAX;
            case 5 -> Compression.LZW;
            case 6 -> Compression.OLD_JPEG;
            case 7 -> Compression.JPEG;
            case 8, 32946 -> Compression.DEFLATE;
            case 32773 -> Compression.PACK_BITS;
            case 9, 10, 34661, 34715 -> throw new RefusedImage(Reason.TIFF_JBIG);
            case 34712, 33003, 33004, 33005 -> throw new RefusedImage(Reason.TIFF_JPEG_2000);
            case 34925 -> throw new RefusedImage(Reason.TIFF_LZMA);
            case 50000, 34926 -> throw new RefusedImage(Reason.TIFF_ZSTANDARD);
            case 50001, 34927 -> throw new RefusedImage(Reason.TIFF_WEBP);
            case 50002, 52546 -> throw new RefusedImage(Reason.TIFF_JPEG_XL);
            default -> throw new RefusedImage(Reason.TIFF_COMPRESSION);
        };
    }

    static Colours colours(TiffDirectory page, int bits, int samples) throws RefusedImage {
        var colours = switch ((int) Math.min(page.value(TiffTag.PHOTOMETRIC_INTERPRETATION, -1), Integer.MAX_VALUE)) {
            case 0, 1 -> Colours.GREY;
            case 2 -> Colours.RGB;
            case 3 -> Colours.PALETTE;
            case 5 -> Colours.INKS;
            case 6 -> Colours.YCBCR;
            case 8, 9, 10 -> throw new RefusedImage(Reason.TIFF_LAB);
            default -> throw new RefusedImage(Reason.TIFF_COLOURS);
        };
        if (samples < colours.samples() || (colours == Colours.PALETTE && !hasPalette(page, bits))) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return colours;
    }

    private static boolean hasPalette(TiffDirectory page, int bits) throws RefusedImage {
        return bits <= Byte.SIZE && page.values(TiffTag.COLOUR_MAP, 3 << bits).length == 3 << bits;
    }

    static void requireIntegers(TiffDirectory page, int samples) throws RefusedImage {
        for (var format : page.values(TiffTag.SAMPLE_FORMAT, samples)) {
            if (format != UNSIGNED) {
                throw new RefusedImage(format == FLOATING_POINT ? Reason.TIFF_FLOATING_POINT : Reason.TIFF_DEPTH);
            }
        }
    }

    /** Of each sample. */
    static int bits(TiffDirectory page, int samples) throws RefusedImage {
        var bits = page.values(TiffTag.BITS_PER_SAMPLE, samples);
        if (bits.length == 0) {
            return 1;
        }
        var first = bits[0];
        var known = first == 1 || first == 2 || first == 4 || first == 8 || first == 16;
        if (!known || Arrays.stream(bits).anyMatch(each -> each != first)) {
            throw new RefusedImage(Reason.TIFF_DEPTH);
        }
        return (int) first;
    }
}
