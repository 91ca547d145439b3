package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through the codes of all scans of a JPEG without making pixels of them, to find files that were cut off. Only libjpeg's
 * way with a single scan tells us that; of several scans it would fill what is missing with grey and report success.
 */
final class JpegWalk {
    private final ByteView bytes;
    private final JpegFrame frame;
    private final List<JpegSegment> segments;
    private final List<JpegPlane> planes;
    private final JpegTables tables = new JpegTables();

    JpegWalk(ByteView bytes, JpegFrame frame, List<JpegSegment> segments) {
        this.bytes = bytes;
        this.frame = frame;
        this.segments = List.copyOf(segments);
        this.planes = frame.components().stream()
                .map(component -> new JpegPlane(frame, component))
                .toList();
    }

    /** Tables that stand in another place than the picture. */
    void take(ByteView others, List<JpegSegment> from) throws RefusedImage {
        for (var segment : from) {
            tables.take(others, segment);
        }
    }

    /** @throws RefusedImage if a scan ends before its last block, or a component has none */
    void requireAllRows(Work work) throws RefusedImage {
        for (var segment : segments) {
            if (segment.marker() == JpegSegment.START_OF_SCAN) {
                walk(segment, work);
            } else {
                tables.take(bytes, segment);
            }
        }
        if (!planes.stream().allMatch(JpegPlane::isSeen)) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private void walk(JpegSegment segment, Work work) throws RefusedImage {
        var scan = scan(segment.body());
        var bits = new JpegBits(bytes, segment.body().end(), segment.end());
        var restartInterval = tables.restartInterval();
        var untilRestart = restartInterval;
        var across = scan.unitsAcross();
        var down = scan.unitsDown();
        for (var y = 0; y < down; y++) {
            work.take(across);
            for (var x = 0; x < across; x++) {
                if (restartInterval > 0 && untilRestart-- == 0) {
                    bits.restart();
                    scan.restart();
                    untilRestart = restartInterval - 1;
                }
                scan.walkUnit(x, y, bits);
            }
        }
    }

    private JpegScan scan(Extent header) throws RefusedImage {
        var count = bytes.unsignedByte(header.offset());
        var parts = new ArrayList<JpegScan.Part>(count);
        for (var i = 0; i < count; i++) {
            var at = header.offset() + 1 + 2 * i;
            var places = bytes.unsignedByte(at + 1);
            parts.add(new JpegScan.Part(
                    plane(bytes.unsignedByte(at)), tables.means(places >> 4), tables.details(places & 0xF)));
        }
        var band = frame.progressive() ? band(header.offset() + 1 + 2 * count) : JpegScan.Band.ALL;
        if (band.hasMeans()) {
            parts.forEach(part -> part.plane().see());
        }
        return new JpegScan(frame, parts, band);
    }

    private JpegScan.Band band(int at) throws RefusedImage {
        return new JpegScan.Band(
                bytes.unsignedByte(at), bytes.unsignedByte(at + 1), bytes.unsignedByte(at + 2) >> 4 != 0);
    }

    private JpegPlane plane(int id) throws RefusedImage {
        for (var plane : planes) {
            if (plane.has(id)) {
                return plane;
            }
        }
        throw new RefusedImage(Reason.DAMAGED_FILE);
    }
}
