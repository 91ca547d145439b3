package io.facematch.face.decoding;

import io.facematch.face.EncodedPhotos;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small file of each kind that we decode. */
final class Seeds {
    private static final TestPicture PICTURE = TestPicture.colours(21, 17);

    private Seeds() {}

    static Map<String, byte[]> all() {
        var seeds = new LinkedHashMap<String, byte[]>();
        seeds.put("JPEG", JpegFile.of(PICTURE, false));
        seeds.put("progressive JPEG", JpegFile.of(PICTURE, true));
        seeds.put("grey JPEG", JpegFile.grey(PICTURE));
        seeds.put("JPEG of inks", JpegFile.inks(PICTURE, 2));
        seeds.put("JPEG with EXIF", EncodedPhotos.withOrientation(JpegFile.of(PICTURE, false), 6));
        seeds.put("PNG", PngFile.of(PICTURE, PngFile.RGB, 8, false));
        seeds.put("interlaced PNG", PngFile.of(PICTURE, PngFile.RGBA, 16, true));
        seeds.put(
                "PNG with palette",
                new PngFile()
                        .header(PICTURE.width(), PICTURE.height(), PngFile.PALETTE, 4, false)
                        .palette(16)
                        .chunk("tRNS", new byte[] {0, 100})
                        .pixels(PICTURE, PngFile.PALETTE, 4, false)
                        .end());
        seeds.put(
                "PNG with transparent grey",
                new PngFile()
                        .header(PICTURE.width(), PICTURE.height(), PngFile.GREY, 2, false)
                        .chunk("tRNS", new byte[] {0, 1})
                        .chunk("eXIf", EncodedPhotos.exif(3, true))
                        .pixels(PICTURE, PngFile.GREY, 2, false)
                        .end());
        seeds.put("BMP", BmpFile.plain(PICTURE, 24, false, false));
        seeds.put("BMP with palette", BmpFile.plain(PICTURE, 4, true, true));
        seeds.put("BMP with masks", BmpFile.masked(PICTURE, 16, BmpFile.V4, 0xF00, 0xF0, 0xF, 0xF000));
        seeds.put("run-length coded BMP", BmpFile.runLengths(16, 16, 4, false, runs()));
        for (var compression : List.of(TiffFile.NO_COMPRESSION, TiffFile.LZW, TiffFile.DEFLATE, TiffFile.PACK_BITS)) {
            var strips = new TiffFile(PICTURE, TiffFile.RGB, 8, 3).tag(TiffFile.COMPRESSION, compression);
            seeds.put(
                    "TIFF of strips, compression " + compression,
                    strips.strips(6).bytes());
        }
        seeds.put(
                "TIFF of tiles",
                new TiffFile(PICTURE, TiffFile.RGB, 16, 4)
                        .order(ByteOrder.BIG_ENDIAN)
                        .tag(TiffFile.COMPRESSION, TiffFile.LZW)
                        .tag(TiffFile.PREDICTOR, 2)
                        .tag(TiffFile.PLANAR, 2)
                        .tag(TiffFile.EXTRA_SAMPLES, 1)
                        .tiles(16, 16)
                        .bytes());
        seeds.put("TIFF with palette", new TiffFile(PICTURE, TiffFile.PALETTE, 2, 1).bytes());
        seeds.put(
                "TIFF of inks",
                new TiffFile(PICTURE, TiffFile.CMYK, 8, 4)
                        .tag(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                        .bytes());
        seeds.put(
                "TIFF with JPEG",
                new TiffFile(PICTURE, TiffFile.YCBCR, 8, 3)
                        .tag(TiffFile.COMPRESSION, TiffFile.JPEG)
                        .bytes(List.of(JpegFile.of(PICTURE, false))));
        return seeds;
    }

    private static int[] runs() {
        var codes = new int[15 * 12 + 8];
        for (var row = 0; row < 15; row++) {
            var line = new int[] {6, row << 4 | 3, 0, 5, 0x12, 0x34, 0x50, 0, 5, 0x77, 0, 0};
            System.arraycopy(line, 0, codes, 12 * row, line.length);
        }
        // A move to the side and up, and the end mark.
        System.arraycopy(new int[] {0, 2, 3, 0, 2, 9, 0, 1}, 0, codes, 15 * 12, 8);
        return codes;
    }
}
