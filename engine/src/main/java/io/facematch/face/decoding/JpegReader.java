package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the markers of a JPEG from its start to its end marker. That costs a millisecond or two and finds files that
 * were cut off: libjpeg would fill what is missing with grey and report success.
 */
final class JpegReader {
    private static final int PROGRESSIVE = 0xC2;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int JFIF = 0xE0;
    private static final int EXIF = 0xE1;
    private static final int ADOBE = 0xEE;
    private static final int LAST_APPLICATION = 0xEF;
    private static final int COMMENT = 0xFE;

    private final ByteView bytes;
    private final DecodingLimits limits;
    private final List<Extent> parts = new ArrayList<>();
    private int partStart;
    private int width;
    private int height;
    private int orientation = 1;
    private int scans;
    private int components;
    private @Nullable JpegProgression progression;

    JpegReader(ByteView bytes, DecodingLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    JpegImage read() throws RefusedImage {
        var position = 2;
        while (true) {
            position = nextMarker(position);
            var marker = bytes.unsignedByte(position - 1);
            if (marker == END_OF_IMAGE) {
                endPart(position);
                return image();
            }
            if (isStandalone(marker)) {
                continue;
            }
            var length = bytes.unsignedShort(position);
            if (length < 2) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            readSegment(marker, position, length);
            position += length;
        }
    }

    /** The offset after the next marker; skips entropy-coded data, stuffed bytes and fill bytes. */
    private int nextMarker(int from) throws RefusedImage {
        var position = from;
        while (true) {
            position = bytes.indexOf((byte) 0xFF, position) + 1;
            while (bytes.unsignedByte(position) == 0xFF) {
                position++;
            }
            if (bytes.unsignedByte(position++) != 0) {
                return position;
            }
        }
    }

    private void readSegment(int marker, int position, int length) throws RefusedImage {
        if (isMetadata(marker)) {
            endPart(position - 2);
            partStart = position + length;
        }
        if (marker == EXIF) {
            readExif(position + 2, length - 2);
        }
        if (isStartOfFrame(marker)) {
            readFrame(marker, position);
        }
        if (marker == START_OF_SCAN) {
            readScan(position + 2);
        }
    }

    private void endPart(int end) {
        if (end > partStart) {
            parts.add(new Extent(partStart, end - partStart));
        }
    }

    /** Refuses lossless, hierarchical and arithmetically coded images: no camera writes them. */
    private void readFrame(int marker, int position) throws RefusedImage {
        if (width != 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        components = bytes.unsignedByte(position + 7);
        if (marker > PROGRESSIVE
                || bytes.unsignedByte(position + 2) != 8
                || (components != 1 && components != 3 && components != 4)) {
            throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        }
        height = bytes.unsignedShort(position + 3);
        width = bytes.unsignedShort(position + 5);
        limits.check(width, height);
        if (marker == PROGRESSIVE) {
            progression = new JpegProgression(bytes, position + 8, components);
        }
    }

    private void readScan(int position) throws RefusedImage {
        scans++;
        var inScan = bytes.unsignedByte(position);
        if (width == 0 || inScan == 0 || inScan > components || scans > limits.maxScans((long) width * height)) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        if (progression != null) {
            progression.take(bytes, position + 1, inScan);
        }
    }

    private void readExif(int position, int length) throws RefusedImage {
        if (bytes.part(position, length).startsWith('E', 'x', 'i', 'f', 0, 0)) {
            orientation = TiffDirectory.orientation(bytes.part(position + 6, length - 6));
        }
    }

    private JpegImage image() throws RefusedImage {
        if (scans == 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return new JpegImage(
                bytes, new ImageHeader(width, height, orientation), parts, progression == null ? 0 : components);
    }

    /** Segments that do not change the colours of the pixels. */
    private static boolean isMetadata(int marker) {
        return marker == COMMENT || (marker > JFIF && marker <= LAST_APPLICATION && marker != ADOBE);
    }

    /** SOF0 to SOF15 without the three codes in between that mean tables. */
    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static boolean isStandalone(int marker) {
        return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    }
}
