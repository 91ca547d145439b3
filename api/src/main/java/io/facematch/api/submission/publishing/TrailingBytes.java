package io.facematch.api.submission.publishing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What stands behind a photo, to be cut off when it is much: more than a mebibyte, or more than the photo itself. Cameras append
 * a second picture or a short film, which no comparison needs; garbage of any size can be appended, too. A photo whose end
 * is not plain to see stays as it is.
 */
final class TrailingBytes {
    private static final int MUCH = 1 << 20;

    private static final int JPEG_MARKER = 0xFF;
    private static final int JPEG_START = 0xD8;
    private static final int JPEG_END = 0xD9;
    private static final int JPEG_SCAN = 0xDA;
    private static final int JPEG_FIRST_RESTART = 0xD0;
    private static final int JPEG_LAST_RESTART = 0xD7;

    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int PNG_LAST_CHUNK = 0x49454E44;
    /** Length, type and checksum. */
    private static final int PNG_CHUNK_FRAME = 12;

    private static final int RIFF = 0x52494646;
    private static final int RIFF_HEAD = 8;

    private TrailingBytes() {}

    /** How many of the first bytes of a photo are to be kept. */
    static int kept(ByteBuffer image) {
        var end = end(image);
        var trailing = image.limit() - end;
        return end > 0 && (trailing > MUCH || trailing > end) ? end : image.limit();
    }

    /** Where the photo ends; 0 when that is not plain to see. */
    private static int end(ByteBuffer image) {
        if (image.limit() < PNG_CHUNK_FRAME) {
            return 0;
        }
        if (unsigned(image, 0) == JPEG_MARKER && unsigned(image, 1) == JPEG_START) {
            return endOfJpeg(image);
        }
        if (image.getLong(0) == PNG_SIGNATURE) {
            return endOfPng(image);
        }
        return image.getInt(0) == RIFF ? endOfRiff(image) : 0;
    }

    private static int endOfJpeg(ByteBuffer image) {
        var at = 2;
        while (at + 4 <= image.limit() && unsigned(image, at) == JPEG_MARKER) {
            var marker = unsigned(image, at + 1);
            if (marker == JPEG_END) {
                return at + 2;
            }
            if (marker == JPEG_MARKER) {
                at++; // a fill byte
                continue;
            }
            at += 2 + (image.getShort(at + 2) & 0xFFFF);
            if (marker == JPEG_SCAN) {
                at = endOfScan(image, at);
            }
        }
        return at + 2 == image.limit() && unsigned(image, at) == JPEG_MARKER && unsigned(image, at + 1) == JPEG_END
                ? image.limit()
                : 0;
    }

    /** Where the next marker is that is neither data nor a restart. */
    private static int endOfScan(ByteBuffer image, int from) {
        for (int at = from; at + 1 < image.limit(); at++) {
            if (unsigned(image, at) == JPEG_MARKER) {
                var next = unsigned(image, at + 1);
                if (next != 0 && next != JPEG_MARKER && (next < JPEG_FIRST_RESTART || next > JPEG_LAST_RESTART)) {
                    return at;
                }
            }
        }
        return image.limit();
    }

    private static int endOfPng(ByteBuffer image) {
        var at = Long.BYTES;
        while (at + PNG_CHUNK_FRAME <= image.limit()) {
            var length = image.getInt(at);
            if (length < 0 || length > image.limit() - at - PNG_CHUNK_FRAME) {
                return 0;
            }
            var type = image.getInt(at + Integer.BYTES);
            at += PNG_CHUNK_FRAME + length;
            if (type == PNG_LAST_CHUNK) {
                return at;
            }
        }
        return 0;
    }

    private static int endOfRiff(ByteBuffer image) {
        var length = image.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES);
        return length > 0 && length <= image.limit() - RIFF_HEAD ? RIFF_HEAD + length : 0;
    }

    private static int unsigned(ByteBuffer image, int at) {
        return image.get(at) & 0xFF;
    }
}
