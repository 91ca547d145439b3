package io.facematch.worker.face.image;

import io.facematch.verification.Reason;

/** Walks the chunks of a PNG up to its IEND, so that a file which was cut off is found before it is decoded. */
final class PngReader {
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int TRANSPARENCY = 0x74524E53;
    private static final int EXIF = 0x65584966;
    private static final int FIRST_CHUNK = 8;
    private static final int ALPHA_BIT = 4;

    private final ByteView bytes;
    private int orientation = 1;
    private boolean transparent;
    private boolean hasPixels;

    PngReader(ByteView bytes) {
        this.bytes = bytes;
    }

    ImageHeader read() throws RefusedImage {
        if (bytes.signedInt(FIRST_CHUNK + 4) != IHDR) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var width = bytes.signedInt(FIRST_CHUNK + 8);
        var height = bytes.signedInt(FIRST_CHUNK + 12);
        transparent = (bytes.unsignedByte(FIRST_CHUNK + 17) & ALPHA_BIT) != 0;
        var position = FIRST_CHUNK;
        while (bytes.signedInt(position + 4) != IEND) {
            position = readChunk(position);
        }
        if (!hasPixels) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return new ImageHeader(ImageFormat.PNG, width, height, orientation, transparent);
    }

    private int readChunk(int position) throws RefusedImage {
        var length = bytes.unsignedInt(position);
        var next = position + 12 + length;
        if (next > bytes.length()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        switch (bytes.signedInt(position + 4)) {
            case IDAT -> hasPixels = true;
            case TRANSPARENCY -> transparent = true;
            case EXIF -> orientation = TiffReader.orientation(bytes.part(position + 8, (int) length));
            default -> {}
        }
        return (int) next;
    }
}
