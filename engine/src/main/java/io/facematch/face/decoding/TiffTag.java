package io.facematch.face.decoding;

import java.util.Set;

/** The tags of a TIFF's page that say how its pixels are stored. */
final class TiffTag {
    static final int KIND_OF_PAGE = 254;
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC_INTERPRETATION = 262;
    static final int FILL_ORDER = 266;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTE_COUNTS = 279;
    static final int PLANAR_CONFIGURATION = 284;
    static final int FAX_G3_OPTIONS = 292;
    static final int FAX_G4_OPTIONS = 293;
    static final int PREDICTOR = 317;
    static final int COLOUR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTE_COUNTS = 325;
    static final int OTHER_PAGES = 330;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_TABLES = 347;
    static final int OLD_JPEG_PROCESS = 512;
    static final int OLD_JPEG_OFFSET = 513;
    static final int OLD_JPEG_LENGTH = 514;
    static final int OLD_JPEG_RESTART = 515;
    static final int OLD_JPEG_QUANTIZATION = 519;
    static final int OLD_JPEG_MEANS = 520;
    static final int OLD_JPEG_DETAILS = 521;
    static final int CHROMINANCE_COEFFICIENTS = 529;
    static final int CHROMINANCE_SUBSAMPLING = 530;
    static final int CHROMINANCE_POSITION = 531;
    static final int REFERENCE_BLACK_WHITE = 532;
    static final int XMP = 700;
    static final int DNG_VERSION = 50706;

    /**
     * What the decoder gets of a page, besides the size and the place of its blocks: no texts, profiles, previews and
     * makers' notes.
     */
    static final Set<Integer> OF_COLOURS = Set.of(
            WIDTH,
            BITS_PER_SAMPLE,
            COMPRESSION,
            PHOTOMETRIC_INTERPRETATION,
            FILL_ORDER,
            SAMPLES_PER_PIXEL,
            PLANAR_CONFIGURATION,
            FAX_G3_OPTIONS,
            FAX_G4_OPTIONS,
            PREDICTOR,
            COLOUR_MAP,
            EXTRA_SAMPLES,
            SAMPLE_FORMAT,
            JPEG_TABLES,
            CHROMINANCE_COEFFICIENTS,
            CHROMINANCE_SUBSAMPLING,
            CHROMINANCE_POSITION,
            REFERENCE_BLACK_WHITE);

    private TiffTag() {}
}
