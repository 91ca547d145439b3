package io.facematch.face.decoding;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.facematch.face.decoding.TiffLayout.Compression;
import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.opencv.opencv_core.Mat;

/** The first page of a TIFF. In Java: the native decoders of this format have a long record of memory errors. */
record TiffImage(ByteView file, TiffDirectory page, TiffLayout layout, ImageHeader header) implements EncodedImage {
    private static final int DIRECTORY_OFFSET = 4;
    private static final int ENTRY = 12;
    private static final TIFFImageReaderSpi READERS = new TIFFImageReaderSpi();

    static EncodedImage read(ByteView file, DecodingLimits limits) throws RefusedImage {
        var page = new TiffDirectory(file);
        var layout = TiffLayout.read(page, file, limits);
        if (layout.compression() == Compression.OLD_JPEG) {
            return TiffJpegs.old(file, page, layout, limits);
        }
        if (layout.compression() == Compression.JPEG) {
            TiffJpegs.check(file, layout, limits);
        }
        return new TiffImage(
                file, page, layout, new ImageHeader(layout.width(), layout.height(), layout.orientation()));
    }

    @Override
    public long workingBytes(int reduction) {
        return ImageIoDecoder.workingBytes(header, layout.bitsPerPixel());
    }

    @Override
    public Mat decode(int reduction) throws RefusedImage {
        return new ImageIoDecoder(header, layout.bitsPerPixel(), layout.alpha())
                .decode(READERS, withCheckedPageOnly(), reduction);
    }

    /** The file with a new directory at its end: for this page alone, with the checked entries alone. */
    private byte[] withCheckedPageOnly() throws RefusedImage {
        var entries = page.entries(tag -> TiffTag.NEEDED_BY_THE_DECODER.contains(tag)
                && (tag != TiffTag.PREDICTOR || layout.compression().knowsDifferences()));
        var start = file.length() + file.length() % 2;
        var copy = ByteBuffer.allocate(start + Short.BYTES + ENTRY * entries.size() + Integer.BYTES)
                .order(file.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        file.copy(new Extent(0, file.length()), copy);
        copy.putInt(DIRECTORY_OFFSET, start).position(start).putShort((short) entries.size());
        for (var entry : entries) {
            file.copy(new Extent(entry, ENTRY), copy);
        }
        if (entries.isEmpty()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return copy.array();
    }
}
