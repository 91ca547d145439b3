package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the chunks of a PNG, up to its IEND or to where the file was cut off: whether all rows are there shows when they
 * are unpacked. Texts and profiles are never unpacked.
 */
final class PngReader {
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int TRNS = 0x74524E53;
    private static final int EXIF = 0x65584966;
    private static final int TEXT = 0x69545874;
    private static final int OF_IPHONE = 0x43674249;

    private static final int SIGNATURE = 8;
    private static final int HEAD = 8;
    private static final int CHECKSUM = 4;
    private static final int HEADER_LENGTH = 13;
    private static final int COLOUR = 3;
    /** Of 100 bytes each in the largest file; programs write them with thousands. */
    private static final int MOST_PARTS = 100_000;

    private static final byte[] XMP = Xmp.ascii("XML:com.adobe.xmp\0\0\0");

    private final ByteView bytes;
    private final DecodingLimits limits;
    private final PhotoOrientation orientation = new PhotoOrientation();
    private final List<Extent> data = new ArrayList<>();
    private byte[] palette = {};
    private byte[] transparency = {};

    PngReader(ByteView bytes, DecodingLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    PngImage read() throws RefusedImage {
        var layout = header();
        var position = SIGNATURE + HEAD + HEADER_LENGTH + CHECKSUM;
        while (position + HEAD <= bytes.length() && bytes.signedInt(position + 4) != IEND) {
            position = readChunk(layout, position);
        }
        if (data.isEmpty() || (layout.hasPalette() && palette.length == 0)) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var header = new ImageHeader(layout.width(), layout.height(), orientation.value());
        return new PngImage(bytes, header, layout, new PngColours(layout, palette, transparency), data);
    }

    private PngLayout header() throws RefusedImage {
        if (bytes.signedInt(SIGNATURE + 4) == OF_IPHONE) {
            throw new RefusedImage(Reason.PNG_OF_IPHONE);
        }
        if (bytes.signedInt(SIGNATURE + 4) != IHDR || bytes.signedInt(SIGNATURE) != HEADER_LENGTH) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var start = SIGNATURE + HEAD;
        var layout = PngLayout.read(bytes.part(start, HEADER_LENGTH), limits);
        requireChecksum(new Extent(start, HEADER_LENGTH));
        return layout;
    }

    /** The offset of the next chunk. Of several palettes the first counts; what comes behind the pixels is too late. */
    private int readChunk(PngLayout layout, int position) throws RefusedImage {
        var start = position + HEAD;
        var declared = bytes.unsignedInt(position);
        var content = new Extent(start, (int) Math.min(declared, bytes.length() - start));
        var complete = start + declared + CHECKSUM <= bytes.length();
        switch (bytes.signedInt(position + 4)) {
            case IDAT -> {
                if (data.size() == MOST_PARTS) {
                    throw new RefusedImage(Reason.TOO_COSTLY);
                }
                if (complete) {
                    requireChecksum(content);
                }
                data.add(content);
            }
            case PLTE -> {
                if (palette.length == 0 && data.isEmpty()) {
                    palette = checked(content, complete);
                }
            }
            case TRNS -> {
                if (transparency.length == 0 && data.isEmpty() && !layout.hasAlpha()) {
                    transparency = checked(content, complete);
                }
            }
            case EXIF -> orientation.readExif(bytes.part(content.offset(), content.length()));
            case TEXT -> {
                if (bytes.part(content.offset(), content.length()).startsWith(XMP)) {
                    orientation.readXmp(bytes, content);
                }
            }
            default -> {
                // Animations have pictures that the header does not show, the rest is not of the pixels.
            }
        }
        return complete ? content.end() + CHECKSUM : bytes.length();
    }

    private byte[] checked(Extent content, boolean complete) throws RefusedImage {
        if (!complete || content.length() > 256 * COLOUR) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        requireChecksum(content);
        return bytes.copy(content);
    }

    private void requireChecksum(Extent content) throws RefusedImage {
        var withType = new Extent(content.offset() - 4, content.length() + 4);
        if (bytes.checksum(withType) != bytes.unsignedInt(content.end())) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
