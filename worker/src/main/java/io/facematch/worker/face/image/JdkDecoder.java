package io.facematch.worker.face.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.facematch.verification.Reason;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.opencv_core.Mat;

/** BMP and the first page of a TIFF. */
final class JdkDecoder {
    static {
        // ImageIO would write each image to a temporary file in the clear.
        ImageIO.setUseCache(false);
    }

    private JdkDecoder() {}

    static FaceImage decode(byte[] file, ImageHeader header) throws RefusedImage {
        var picture = read(file, header.format());
        if (picture.getWidth() != header.width() || picture.getHeight() != header.height()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return FaceImage.of(bgr(picture), header, 1);
    }

    private static BufferedImage read(byte[] file, ImageFormat format) throws RefusedImage {
        var reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        try (var input = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(input, true, true);
            return reader.read(0);
        } catch (IOException damaged) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        } finally {
            reader.dispose();
        }
    }

    private static Mat bgr(BufferedImage picture) {
        var canvas = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        var graphics = canvas.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        var bytes = ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
        var pixels = new Mat(canvas.getHeight(), canvas.getWidth(), CV_8UC3);
        pixels.data().put(bytes);
        return pixels;
    }
}
