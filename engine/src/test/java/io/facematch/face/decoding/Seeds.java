package io.facematch.face.decoding;

import io.facematch.face.EncodedPhotos;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

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
        seeds.put(
                "TIFF with JPEG of inks",
                new TiffFile(PICTURE, TiffFile.CMYK, 8, 4)
                        .tag(TiffFile.COMPRESSION, TiffFile.JPEG)
                        .bytes(List.of(JpegFile.plainInks(PICTURE))));
        seeds.put(
                "TIFF with old JPEG",
                new TiffFile(PICTURE, TiffFile.YCBCR, 8, 3)
                        .tag(TiffFile.COMPRESSION, TiffFile.OLD_JPEG)
                        .bytes(List.of(JpegFile.of(PICTURE, false))));
        seeds.put(
                "fax",
                new TiffFile(PICTURE, TiffFile.WHITE_IS_ZERO, 1, 1)
                        .tag(TiffFile.COMPRESSION, TiffFile.FAX_G4)
                        .bytes(List.of(fax())));
        seeds.put("JPEG of three scans", JpegFile.apart(PICTURE));
        seeds.put("WebP", WebPFile.lossy(PICTURE, false));
        seeds.put("lossless WebP", WebPFile.lossless(PICTURE, false));
        seeds.put("WebP with opacity", WebPFile.lossy(PICTURE.fading(), true));
        seeds.put("BMP with JPEG", BmpFile.containing(JpegFile.of(PICTURE, false), 4));
        return seeds;
    }

    private static byte[] fax() {
        var writer = TiffFile.writer();
        try (var bytes = new ByteArrayOutputStream();
                var output = ImageIO.createImageOutputStream(bytes)) {
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionType("CCITT T.6");
            writer.setOutput(output);
            writer.write(null, new IIOImage(PICTURE.buffered(BufferedImage.TYPE_BYTE_BINARY), null, null), how);
            output.flush();
            return TiffFile.onlyStrip(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
    }

    private static int[] runs() {
        var codes = new int[16 * 12 + 2];
        for (var row = 0; row < 16; row++) {
            var line = new int[] {6, row << 4 | 3, 0, 5, 0x12, 0x34, 0x50, 0, 5, 0x77, 0, 0};
            System.arraycopy(line, 0, codes, 12 * row, line.length);
        }
        codes[codes.length - 1] = 1;
        return codes;
    }
}
