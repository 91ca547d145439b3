package io.facematch.face.tuning;

import java.util.List;

/**
 * Every tuned number, with its unit and how it was measured; a number without measurement was chosen by eye. They hold
 * for the detectors and embedders of the product's cards: check all of them when you add a network, and calibrate again
 * after every change. Numbers that differ between networks are on their cards; limits that protect the process are in
 * {@code DecodingLimits}.
 */
public final class Tuning {
    // ---- Decoding

    /**
     * A photo is halved while its longer side keeps this many pixels: twice what the detector looks at most closely,
     * and a face of a tenth of it still has as many as an embedder sees. With half as many the similarity moves by more
     * than 0.02 now and then. For a JPEG the halving happens in the inverse DCT and saves most of the decoding time.
     */
    public static final int ENOUGH_PIXELS = 1300;

    /** What both sides of a photo are divided by at most. */
    public static final int MAX_REDUCTION = 4;

    // ---- Passes of the detector. Certainty is DetectedFace.certainty, at most 1.

    /**
     * Black border that a pass adds on each side to faces that fill the frame, as a share of the image's longer side.
     */
    public static final double BORDER = 0.3;

    /** A face of fewer pixels on the canvas is looked at again on a larger one: its points are inexact. */
    public static final double SMALL_FACE = 36;

    /** Longer side, in pixels, above which a photo is always looked at on a larger canvas too: it may show small faces. */
    public static final int LARGE_PHOTO = 640;

    /** How often a side of a photo may be shrunk for a look before faces that can be compared are lost on the canvas. */
    public static final int MUCH_SHRUNK = 2;

    /** Longer side of the largest canvas, in pixels. Larger ones would take more time than all the rest. */
    public static final int LARGEST_LOOK = 960;

    /** Of which share of their span parts of a photo follow one another; a face of the rest is whole in one of them. */
    public static final double STEP = 0.8;

    /** Certainty that 1 or 2 of 1,000 faces on their side reach, and all upright faces but the worst. */
    public static final double NOT_SIDEWAYS = 0.86;

    /**
     * Least certainty of a face that a look at the turned photo shows: most photos are upright. 1 of 100 upright faces
     * does not reach it in a first look.
     */
    public static final double FOUND_TURNED = 0.87;

    /** Certainty by which a later look must surpass an earlier one. */
    public static final double CLEARLY_BETTER = 0.03;

    // ---- Closer looks. Measured with YuNet on 500 photos of LFW that were turned by 0 to 180 degrees.

    /** Confidence from which a place is worth a closer look: 98 of 100 faces of 16 pixels on the canvas reach it. */
    public static final double HINT = 0.25;

    /** Certainty that a face must have that only a closer look shows. */
    public static final double CONFIRMED = 0.8;

    /** How many such places of a photo are looked at, the likeliest first. */
    public static final int HINTS = 6;

    /**
     * A hint nearer to the photo's edge than this share of its longer side is a cut-off face: half of the hints on 992 photos
     * of LFW, and 2 of 279 whole faces that lay otherwise than the large one beside them.
     */
    public static final double CUT_OFF = 0.03;

    /** Side, in pixels, of the canvas of a closer look. */
    public static final int CLOSE_UP_SIZE = 256;

    /** Longer side of a face on the canvas, in pixels, at which the detector sees most of a tilt of up to 20 degrees. */
    public static final double WELL_SEEN = 240;

    /** The same as a share of the canvas, at most: the detector needs something around the face. */
    public static final double CLOSE_UP = 0.75;

    /** A face is enlarged this many times at most: more pixels do not show more. */
    public static final double ENLARGEMENT = 4;

    /** Side, in pixels, of the canvas of a quick look, which tells which side of a face is up. */
    public static final int QUICK_LOOK_SIZE = 128;

    /**
     * Tilt, in degrees, up to which a face needs no closer look, by its size on the canvas: of a face of 100 pixels the
     * detector sees a quarter of its tilt, of one of 240 pixels nine tenths. Then the landmarks are turned by less than 10
     * degrees for 95 of 100 faces, whatever their tilt; 10 degrees cost a cosine of 0.03 with MBF.
     */
    public static final Slope BELIEVED_TILT = new Slope(100, 2.2, 240, 12);

    // Which first looks show an upright face was measured on 1,500 photos of LFW, upright and turned by 60 to 300
    // degrees (13,500 looks), and on 1,200 at two sizes (21,000 looks). Where a limit is said to hold, no turned face
    // that looks level reaches it.

    /** Certainty of a face that stands upright: it holds, and 95 of 100 upright faces that look level reach it. */
    public static final double SURELY_UPRIGHT = 0.895;

    /**
     * Confidence that holds together with {@link #NEARLY_UPRIGHT}, for a {@link #LARGE_FACE}; then 97 of 100 upright faces need
     * no other look.
     */
    public static final double CONFIDENT = 0.918;

    /** Mean certainty of a first look and of a quick one that holds. */
    public static final double NEARLY_UPRIGHT = 0.885;

    /** Certainty from which a quick look and one at the face upside down tell whether it is upright. */
    public static final double TESTABLE = 0.87;

    /** Tilt, in degrees, up to which a face is level in a quick look, which shows a quarter of it. */
    public static final double QUICK_TILT = 3;

    /**
     * Longer side of a face on the canvas, in pixels, from which on it is seen well: smaller faces that lay half upside down
     * looked upright in a first and in a quick look.
     */
    public static final double LARGE_FACE = 125;

    // At 5,808 turned photos of LFW the detector took 393 large faces that lay in another way for level and upright
    // ones,
    // with a certainty of 0.84 and more. Those that were very large, with this confidence, lay upside down, and in a
    // quick
    // look were more certain when they were turned upright, by 0.03 and more.

    /** Longer side of a face on the canvas, in pixels, from which on the three numbers hold. */
    public static final double VERY_LARGE_FACE = 145;

    /** Confidence from which on a very large face that looks level is upright or upside down. */
    public static final double UP_OR_DOWN = 0.895;

    /** Certainty that such a face gains at least in a quick look at it upside down, if it is upside down. */
    public static final double BETTER_UPSIDE_DOWN = 0.02;

    /**
     * Certainty of a levelled face that makes other ways of looking needless: the same of 1,176 turned photos of LFW match as
     * with {@link #NOT_SIDEWAYS}.
     */
    public static final double LEVELLED = 0.84;

    /** Roll, in degrees, of a sure face up to which it is likely that the other faces of the photo are upright too. */
    public static final double UPRIGHT_ROLL = 15;

    /** From how many sides a face that may lie in any way is looked at closely, the likeliest first. */
    public static final int SIDES = 3;

    /** Tilt, in degrees, of a closer look that agrees with the one before it. */
    public static final double AGREED_TILT = 6;

    /** Closer looks at a face until two agree. */
    public static final int LEVELLING_LOOKS = 4;

    /** How far from its place, and how much smaller than it was, a face may be in a closer look, as a share of its size. */
    public static final double SAME_PLACE = 0.5;

    /** A face with this many times the area of another one stands in front of it. */
    public static final double MUCH_LARGER = 2;

    /** Roll, in degrees, from which on a face has to be certain: what the detector takes for one may lie in another way. */
    public static final double ROLLED = 20;

    // ---- Faces that the detector sees

    /** Smaller boxes, as a share of the image's longer side, are rarely faces. */
    public static final double LEAST_FACE = 0.04;

    /** Faces of a shorter longer side, in pixels of the image, are too small to compare. */
    public static final double SMALLEST_FACE = 26;

    /** Boxes of two looks that overlap by more than this (intersection over union, 0 to 1) show one face. */
    public static final double SAME_VIEW = 0.3;

    /** Boxes that overlap by more than this (intersection over union, 0 to 1) can't belong to two people. */
    public static final double SAME_FACE = 0.5;

    /** Weight of a cell at the limits of its confidence or overlap: just enough for a defined mean. */
    public static final double LEAST_WEIGHT = 1e-6;

    /** A box of which more than this share lies inside a larger one is a second view of a part of that face. */
    public static final double INSIDE = 0.8;

    /** Landmarks further outside of their box than this share of it belong to no face. */
    public static final double LANDMARK_MARGIN = 0.25;

    /** In a full profile the eyes are close together; closer than this share of the box, they can't align a face. */
    public static final double LEAST_EYE_DISTANCE = 0.08;

    /**
     * Certainty that a face loses for each eye distance by which the landmarks of its cells differ: upside down, a
     * detector still sees a face, but its cells disagree about the eyes.
     */
    public static final double WEIGHT_OF_SPREAD = 0.4;

    /** When a face that is refused has this many times the area of the largest good one, the photo is not of that one. */
    public static final double LEFT_OVER = 4;

    // ---- Alignment

    /**
     * The crop is drawn this many times larger and then averaged. Drawn at its size, it would depend on where the
     * photo's pixels lie between the crop's: the same photo on its side was up to 0.04 less similar to others.
     */
    public static final int OVERSAMPLING = 2;

    // ---- Quality. With these floors, 2 of 3,708 photos of LFW are refused with YuNet and 8 with the starter
    // detector.
    // Of 1,236 photos, all are refused when they are blurred with a sigma of 4 pixels (of 250), and 96 % or more when
    // they are shaken by 15 pixels, in each of nine directions.

    /** Quality, 0 to 1, below which a face is too poor to compare. */
    public static final double QUALITY_FLOOR = 0.25;

    /** Of the distance between the eyes, in pixels of the decoded image. */
    public static final Ramp SIZE = new Ramp(6, 11, 40);

    /** Of the sharpness of a face, corrected for its enlargement, 0 to 1. */
    public static final Ramp SHARPNESS = new Ramp(0.35, 0.605, 0.78);

    /** Of the mean grey value, 0 to 255. */
    public static final Ramp DARKNESS = new Ramp(5, 25, 60);

    /** Of how far the mean grey value is from white, 0 to 255. */
    public static final Ramp BRIGHTNESS = new Ramp(5, 20, 45);

    /** Of the share of pixels that are not clipped, 0 to 1. */
    public static final Ramp NOT_CLIPPED = new Ramp(0.2, 0.4, 0.9);

    /** Of the turn of the head to the side, negated, in eye distances. */
    public static final Ramp POSE = new Ramp(-1.5, -1, -0.1);

    /**
     * Power of the enlargement by which sharpness falls when a small face is enlarged to the crop; measured on sharp
     * photos that were shrunk to a half.
     */
    public static final double ENLARGEMENT_POWER = 0.13;

    /** Grey value from which on a pixel counts as clipped. */
    public static final int CLIPPED = 250;

    /** Where the inner face begins and ends in an aligned crop, from forehead to chin, as shares of its side. */
    public static final double FACE_LEFT = 0.22;

    public static final double FACE_RIGHT = 0.78;
    public static final double FACE_TOP = 0.3;
    public static final double FACE_BOTTOM = 0.92;

    /** Along which sharpness is measured; all blur over 11 to 13 pixels. */
    public static final List<Direction> SHARPNESS_DIRECTIONS = List.of(
            new Direction(1, 0, 5),
            new Direction(0, 1, 5),
            new Direction(1, 1, 4),
            new Direction(-1, 1, 4),
            new Direction(2, 1, 2),
            new Direction(2, -1, 2),
            new Direction(1, 2, 2),
            new Direction(1, -2, 2));

    private Tuning() {}

    /**
     * From a pixel to its neighbour.
     *
     * @param reach how many such steps a blur takes in on each side
     */
    public record Direction(int x, int y, int reach) {}
}
