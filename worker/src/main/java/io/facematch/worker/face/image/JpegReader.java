package io.facematch.worker.face.image;

import io.facematch.verification.Reason;

/**
 * Walks the markers of a JPEG from its start to its end marker. Going to the end costs microseconds and finds files that
 * were cut off: libjpeg fills what is missing with grey and reports success.
 */
final class JpegReader {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int APP1 = 0xE1;

    private final ByteView bytes;
    private final int maxScans;
    private int width;
    private int height;
    private int orientation = 1;
    private int scans;

    JpegReader(ByteView bytes, int maxScans) {
        this.bytes = bytes;
        this.maxScans = maxScans;
    }

    ImageHeader read() throws RefusedImage {
        var position = 2;
        while (true) {
            position = nextMarker(position);
            var marker = bytes.unsignedByte(position - 1);
            if (marker == END_OF_IMAGE) {
                return header();
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

    /** The offset behind the next marker; skips entropy-coded data, stuffed bytes and fill bytes. */
    private int nextMarker(int from) throws RefusedImage {
        var position = from;
        while (true) {
            if (bytes.unsignedByte(position++) != 0xFF) {
                continue;
            }
            while (bytes.unsignedByte(position) == 0xFF) {
                position++;
            }
            if (bytes.unsignedByte(position++) != 0) {
                return position;
            }
        }
    }

    private void readSegment(int marker, int position, int length) throws RefusedImage {
        if (marker == START_OF_SCAN && ++scans > maxScans) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        if (marker == APP1) {
            readExif(position + 2, length - 2);
        }
        if (isStartOfFrame(marker)) {
            readFrame(position);
        }
    }

    private void readFrame(int position) throws RefusedImage {
        if (width != 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        if (bytes.unsignedByte(position + 2) != 8) {
            throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        }
        height = bytes.unsignedShort(position + 3);
        width = bytes.unsignedShort(position + 5);
        var components = bytes.unsignedByte(position + 7);
        if (components != 1 && components != 3 && components != 4) {
            throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        }
    }

    private void readExif(int position, int length) throws RefusedImage {
        if (bytes.part(position, length).startsWith('E', 'x', 'i', 'f', 0, 0)) {
            orientation = TiffReader.orientation(bytes.part(position + 6, length - 6));
        }
    }

    private ImageHeader header() throws RefusedImage {
        if (scans == 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return new ImageHeader(ImageFormat.JPEG, width, height, orientation, false);
    }

    /** SOF0 to SOF15 without the three codes in between that mean tables. */
    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static boolean isStandalone(int marker) {
        return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    }
}
