package io.facematch.standalone.benchmark.measured;

import java.awt.RenderingHints;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** JPEGs of the project's invented people in many sizes; the same ones at every run. */
public final class GeneratedPhotos {
    private static final int PEOPLE = 12;
    private static final List<String> POSES = List.of("id", "selfie", "turned");
    private static final int SMALL = 240;
    private static final int SHORTEST = 250;
    private static final int LONGEST = 640;

    static {
        // Scratch files are for images that do not fit into memory; these do.
        ImageIO.setUseCache(false);
    }

    private final Random random = new Random(42);

    /** So many photos with a longer side of 250 to 640 pixels; two in a row show the same person. */
    public List<byte[]> ordinary(int count) throws IOException {
        var photos = new ArrayList<byte[]>();
        for (var i = 0; i < count; i++) {
            var person = 1 + i / 2 % PEOPLE;
            var longer = SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
            photos.add(photo(person, longer, 0.70f + 0.25f * random.nextFloat()));
        }
        return List.copyOf(photos);
    }

    /** So many photos of 240 pixels: the smallest that people send, so that many fit into an archive. */
    public List<byte[]> small(int count) throws IOException {
        var photos = new ArrayList<byte[]>();
        for (var i = 0; i < count; i++) {
            photos.add(photo(1 + i / 2 % PEOPLE, SMALL, 0.75f));
        }
        return List.copyOf(photos);
    }

    /** So many photos as phones take them, of 3000 by 4000 pixels. */
    public List<byte[]> large(int count) throws IOException {
        var photos = new ArrayList<byte[]>();
        for (var i = 0; i < count; i++) {
            photos.add(photo(1 + i / 2 % PEOPLE, 4000, 0.90f));
        }
        return List.copyOf(photos);
    }

    /**
     * The photos that cost most memory to decode, each just within the limits: a JPEG of 100 megapixels, a progressive one of
     * 40, a PNG of 40 megapixels with transparency, and one of 20 megapixels with 16 bits a colour. All show one person.
     */
    public List<byte[]> costly() throws IOException {
        return List.of(
                jpeg(enlarged(new BufferedImage(10_000, 10_000, BufferedImage.TYPE_USHORT_565_RGB)), 0.75f, false),
                jpeg(enlarged(new BufferedImage(8000, 5000, BufferedImage.TYPE_USHORT_565_RGB)), 0.75f, true),
                png(enlarged(new BufferedImage(8000, 5000, BufferedImage.TYPE_INT_ARGB))),
                png(enlarged(deep(4000, 5000))));
    }

    private static BufferedImage deep(int width, int height) {
        var colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        return new BufferedImage(colours, colours.createCompatibleWritableRaster(width, height), false, null);
    }

    private static BufferedImage enlarged(BufferedImage photo) throws IOException {
        var graphics = photo.createGraphics();
        var side = photo.getHeight() / 2;
        graphics.drawImage(portrait(1, POSES.getFirst()), 0, 0, side, side, null);
        graphics.dispose();
        return photo;
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    private byte[] photo(int person, int longerSide, float quality) throws IOException {
        var portrait = portrait(person, POSES.get(random.nextInt(POSES.size())));
        var scale = longerSide / (double) Math.max(portrait.getWidth(), portrait.getHeight());
        var width = (int) Math.round(portrait.getWidth() * scale);
        var height = (int) Math.round(portrait.getHeight() * scale);
        var photo = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = photo.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(portrait, 0, 0, width, height, null);
        graphics.dispose();
        return jpeg(photo, quality, false);
    }

    private static BufferedImage portrait(int person, String pose) throws IOException {
        var name = "/portraits/person%02d_%s.jpg".formatted(person, pose);
        try (var stream = GeneratedPhotos.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            return ImageIO.read(stream);
        }
    }

    private static byte[] jpeg(BufferedImage picture, float quality, boolean progressive) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality);
        settings.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
