package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of a WebP. A decoder gets only the picture and its opacity, in a file that we write around them. */
final class WebPReader {
    private static final int FIRST_CHUNK = 12;
    private static final int HEAD = 8;
    private static final int ANIMATION = 0x02;
    private static final int LOSSLESS_SIGNATURE = 0x2F;
    private static final int LOSSLESS_HEADER = 5;
    private static final int SIDE_BITS = 14;
    private static final int SIDE = (1 << SIDE_BITS) - 1;
    private static final int PACKED_LOSSLESS = 1;
    private static final byte[] EXIF_NAME = Xmp.ascii("Exif\0\0");

    private final ByteView bytes;
    private final DecodingLimits limits;
    private final PhotoOrientation orientation = new PhotoOrientation();
    private @Nullable Extent picture;
    private @Nullable Extent opacity;
    private boolean lossless;

    WebPReader(ByteView bytes, DecodingLimits limits) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.limits = limits;
    }

    WebPImage read() throws RefusedImage {
        var position = (long) FIRST_CHUNK;
        while (position + HEAD <= bytes.length()) {
            var chunk = (int) position;
            var length = bytes.unsignedInt(chunk + 4);
            readChunk(chunk, new Extent(chunk + HEAD, (int) Math.min(length, bytes.length() - chunk - HEAD)), length);
            position += HEAD + length + length % 2;
        }
        if (picture == null) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return image(picture);
    }

    private void readChunk(int chunk, Extent content, long declared) throws RefusedImage {
        switch (new String(bytes.copy(new Extent(chunk, 4)), StandardCharsets.ISO_8859_1)) {
            case "VP8X" -> {
                if ((bytes.unsignedByte(content.offset()) & ANIMATION) != 0) {
                    throw new RefusedImage(Reason.WEBP_ANIMATION);
                }
            }
            case "ANIM", "ANMF" -> throw new RefusedImage(Reason.WEBP_ANIMATION);
            case "VP8 " -> takePicture(content, declared, false);
            case "VP8L" -> takePicture(content, declared, true);
            case "ALPH" -> opacity = opacity == null && picture == null ? complete(content, declared) : opacity;
            case "EXIF" -> readExif(bytes.part(content.offset(), content.length()));
            case "XMP " -> orientation.readXmp(bytes, content);
            default -> {
                // Profiles, and what nobody knows.
            }
        }
    }

    private void readExif(ByteView exif) throws RefusedImage {
        orientation.readExif(exif.startsWith(EXIF_NAME) ? exif.part(EXIF_NAME.length, exif.length()) : exif);
    }

    private void takePicture(Extent content, long declared, boolean lossless) throws RefusedImage {
        if (picture == null) {
            picture = complete(content, declared);
            this.lossless = lossless;
        }
    }

    private static Extent complete(Extent content, long declared) throws RefusedImage {
        if (content.length() < declared) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return content;
    }

    private WebPImage image(Extent picture) throws RefusedImage {
        var start = picture.offset();
        int width;
        int height;
        if (lossless) {
            require(bytes.unsignedByte(start) == LOSSLESS_SIGNATURE);
            var sides = bytes.signedInt(start + 1);
            width = (sides & SIDE) + 1;
            height = ((sides >> SIDE_BITS) & SIDE) + 1;
        } else {
            var isKeyFrame = (bytes.unsignedByte(start) & 1) == 0;
            require(isKeyFrame && bytes.part(start + 3, 3).startsWith(0x9D, 0x01, 0x2A));
            width = bytes.unsignedShort(start + 6) & SIDE;
            height = bytes.unsignedShort(start + 8) & SIDE;
        }
        limits.check(width, height);
        var header = new ImageHeader(width, height, orientation.value());
        var packed =
                lossless ? new Extent(start + LOSSLESS_HEADER, picture.length() - LOSSLESS_HEADER) : losslessOpacity();
        return new WebPImage(bytes, header, chunks(picture), hasOpacity(start), packed);
    }

    private boolean hasOpacity(int start) throws RefusedImage {
        return lossless ? (bytes.unsignedByte(start + 4) & 0x10) != 0 : opacity != null;
    }

    /** Null when the opacity is not packed like a lossless picture. */
    private @Nullable Extent losslessOpacity() throws RefusedImage {
        if (opacity == null || (bytes.unsignedByte(opacity.offset()) & 3) != PACKED_LOSSLESS) {
            return null;
        }
        return new Extent(opacity.offset() + 1, opacity.length() - 1);
    }

    private List<Extent> chunks(Extent picture) {
        var chunks = new ArrayList<Extent>();
        if (opacity != null && !lossless) {
            chunks.add(new Extent(opacity.offset() - HEAD, HEAD + opacity.length()));
        }
        chunks.add(new Extent(picture.offset() - HEAD, HEAD + picture.length()));
        return chunks;
    }

    private static void require(boolean sound) throws RefusedImage {
        if (!sound) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
