package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a JPEG. A decoder gets only those that make the picture: texts and profiles are left out, and so is
 * whatever stands between the declared end of a segment and the next marker. The picture ends with its last scan, whatever
 * comes behind it or is missing there.
 */
final class JpegReader {
    /** Of a progressive JPEG with as many scans as are allowed, each with new tables, and more. */
    private static final int MOST_SEGMENTS = 1000;

    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int NUMBER_OF_LINES = 0xDC;
    private static final int JFIF = 0xE0;
    private static final int EXIF = 0xE1;
    private static final int ADOBE = 0xEE;
    private static final int LAST_APPLICATION = 0xEF;
    private static final int COMMENT = 0xFE;

    private static final byte[] EXIF_NAME = Xmp.ascii("Exif\0\0");
    private static final byte[] XMP_NAME = Xmp.ascii("http://ns.adobe.com/xap/1.0/\0");

    private final ByteView bytes;
    private final DecodingLimits limits;
    private final List<Extent> parts = new ArrayList<>();
    private final List<JpegSegment> segments = new ArrayList<>();
    private final PhotoOrientation orientation = new PhotoOrientation();
    private @Nullable JpegFrame frame;
    private @Nullable JpegProgression progression;
    private int scans;
    private boolean isOneScan;
    private boolean isAll;
    private boolean hasEnd;

    JpegReader(ByteView bytes, DecodingLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    JpegImage read() throws RefusedImage {
        keep(new Extent(0, 2));
        var position = readMarkers();
        if (frame == null || scans == 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return frame.height() == 0 ? withNumberOfLines(position) : image(frame);
    }

    /** The tables in a JPEG without a picture, or in nothing at all. */
    static List<JpegSegment> tables(ByteView bytes, DecodingLimits limits) throws RefusedImage {
        var reader = new JpegReader(bytes, limits);
        reader.readMarkers();
        return reader.segments.stream()
                .filter(segment -> segment.marker() != JpegSegment.START_OF_SCAN)
                .toList();
    }

    /** Over what was read. */
    JpegWalk walk() {
        return new JpegWalk(bytes, Objects.requireNonNull(frame), segments);
    }

    /** @return where it stopped */
    private int readMarkers() throws RefusedImage {
        var position = Math.min(2, bytes.length());
        while (!isAll && position < bytes.length()) {
            var marker = bytes.nextMarker(position);
            position = marker < 0 ? bytes.length() : readMarker(marker);
        }
        return position;
    }

    /** @return where to look for the next marker */
    private int readMarker(int marker) throws RefusedImage {
        var code = bytes.unsignedByte(marker + 1);
        var body = marker + 2;
        if (code == END_OF_IMAGE || code == START_OF_IMAGE) {
            // Before the first scan it is a byte that got lost there; behind it another picture may follow.
            hasEnd = scans > 0 && code == END_OF_IMAGE;
            isAll = scans > 0;
            return body;
        }
        if (isMetadata(code)) {
            return readMetadata(code, body);
        }
        if (code != JpegSegment.START_OF_SCAN && !JpegFrame.isStart(code) && !isTableOrColours(code)) {
            return body;
        }
        var end = body < bytes.length() - 1 ? body + bytes.unsignedShort(body) : Integer.MAX_VALUE;
        if (end < body + 2 || end > bytes.length() || (scans > 0 && JpegFrame.isStart(code))) {
            isAll = true;
            return bytes.length();
        }
        return readSegment(code, marker, end);
    }

    private int readMetadata(int code, int body) throws RefusedImage {
        if (body + 2 > bytes.length()) {
            return bytes.length();
        }
        var length = bytes.unsignedShort(body);
        if (length < 2) {
            return body;
        }
        if (code == EXIF) {
            var content = bytes.part(body + 2, length - 2);
            if (content.startsWith(EXIF_NAME)) {
                orientation.readExif(content.part(EXIF_NAME.length, content.length()));
            } else if (content.startsWith(XMP_NAME)) {
                orientation.readXmp(content, new Extent(XMP_NAME.length, content.length() - XMP_NAME.length));
            }
        }
        return body + length;
    }

    private int readSegment(int code, int marker, int end) throws RefusedImage {
        if (segments.size() == MOST_SEGMENTS) {
            throw new RefusedImage(Reason.TOO_COSTLY);
        }
        var body = new Extent(marker + 4, end - marker - 4);
        if (code == JpegSegment.START_OF_SCAN) {
            return readScan(marker, body);
        }
        if (JpegFrame.isStart(code)) {
            readFrame(code, body);
        }
        segments.add(new JpegSegment(code, body, body.end()));
        keep(new Extent(marker, end - marker));
        return end;
    }

    private void readFrame(int code, Extent body) throws RefusedImage {
        if (frame != null) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var read = JpegFrame.read(bytes.part(body.offset(), body.length()), code);
        if (read.progressive()) {
            limits.check(read.width(), read.height());
            progression = new JpegProgression(read.components());
        } else if (read.height() > 0) {
            limits.checkJpeg(read.width(), read.height());
        }
        frame = read;
    }

    private int readScan(int marker, Extent body) throws RefusedImage {
        scans++;
        var inScan = bytes.unsignedByte(body.offset());
        if (frame == null || inScan == 0 || inScan > frame.components().size() || body.length() < 2 * inScan + 4) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        if (scans > limits.maxScans(Math.max(1, frame.pixels()))) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        if (progression != null) {
            progression.take(bytes, body.offset() + 1, inScan);
        }
        var end = bytes.endOfScan(body.end());
        segments.add(new JpegSegment(JpegSegment.START_OF_SCAN, body, end));
        keep(new Extent(marker, end - marker));
        if (progression == null && inScan == frame.components().size()) {
            isOneScan = scans == 1;
            isAll = true;
        } else {
            limits.check(frame.width(), frame.height());
        }
        return end;
    }

    /** Scanners that do not know the height when they begin write it behind the scan. */
    private JpegImage withNumberOfLines(int position) throws RefusedImage {
        var marker = bytes.nextMarker(position);
        if (marker < 0 || bytes.unsignedByte(marker + 1) != NUMBER_OF_LINES || bytes.unsignedShort(marker + 4) == 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var copy = bytes.copy(new Extent(0, bytes.length()));
        var height = frameBody() + 1;
        copy[height] = (byte) bytes.unsignedByte(marker + 4);
        copy[height + 1] = (byte) bytes.unsignedByte(marker + 5);
        return new JpegReader(new ByteView(copy), limits).read();
    }

    private int frameBody() {
        return segments.stream()
                .filter(segment -> JpegFrame.isStart(segment.marker()))
                .mapToInt(segment -> segment.body().offset())
                .findFirst()
                .orElseThrow();
    }

    private JpegImage image(JpegFrame frame) throws RefusedImage {
        var isExact = progression != null && progression.isExact();
        if (progression != null && !isExact && !hasEnd) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return new JpegImage(
                bytes,
                new ImageHeader(frame.width(), frame.height(), orientation.value()),
                parts,
                isOneScan,
                isOneScan ? 0 : frame.coefficientBytes(),
                isOneScan || (isExact && hasEnd) ? null : walk());
    }

    /** What follows each other becomes one part. */
    private void keep(Extent extent) {
        if (!parts.isEmpty() && parts.getLast().end() == extent.offset()) {
            var before = parts.removeLast();
            parts.add(new Extent(before.offset(), before.length() + extent.length()));
        } else {
            parts.add(extent);
        }
    }

    /** Segments that do not change the colours of the pixels. */
    private static boolean isMetadata(int code) {
        return code == COMMENT || (code > JFIF && code <= LAST_APPLICATION && code != ADOBE);
    }

    private static boolean isTableOrColours(int code) {
        return code == JpegSegment.HUFFMAN_TABLES
                || code == JpegSegment.QUANTIZATION_TABLES
                || code == JpegSegment.RESTART_INTERVAL
                || code == JFIF
                || code == ADOBE;
    }
}
