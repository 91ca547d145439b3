package io.facematch.worker.face.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.facematch.verification.Reason;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** JPEG and PNG. */
final class OpenCvDecoder {
    /**
     * A photo is halved while its longer side keeps this many pixels: a face of a tenth of it still has as many pixels
     * as the networks look at. For a JPEG the halving happens in the inverse DCT and saves most of the decoding time.
     */
    private static final int ENOUGH_PIXELS = 1000;

    private static final int MAX_REDUCTION = 8;
    private static final double TO_8_BITS = 1 / 257.0;

    private OpenCvDecoder() {}

    static FaceImage decode(byte[] file, ImageHeader header) throws RefusedImage {
        if (header.transparent()) {
            return FaceImage.of(onWhite(file), header, 1);
        }
        var reduction = reduction(header);
        var flags = switch (reduction) {
            case 1 -> IMREAD_COLOR;
            case 2 -> IMREAD_REDUCED_COLOR_2;
            default -> IMREAD_REDUCED_COLOR_4;
        };
        var stored = read(file, flags | IMREAD_IGNORE_ORIENTATION);
        return FaceImage.of(stored, header, reduction);
    }

    private static int reduction(ImageHeader header) {
        var longer = Math.max(header.width(), header.height());
        var reduction = 1;
        while (reduction < MAX_REDUCTION && longer >= 2 * reduction * ENOUGH_PIXELS) {
            reduction *= 2;
        }
        return reduction;
    }

    private static Mat onWhite(byte[] file) throws RefusedImage {
        try (var stored = read(file, IMREAD_UNCHANGED)) {
            if (stored.depth() != CV_8U) {
                stored.convertTo(stored, CV_8U, TO_8_BITS, 0);
            }
            return WhiteBackground.compose(stored);
        }
    }

    private static Mat read(byte[] file, int flags) throws RefusedImage {
        try (var bytes = new BytePointer(file);
                var encoded = new Mat(1, file.length, CV_8UC1, bytes)) {
            var stored = imdecode(encoded, flags);
            if (stored.empty()) {
                stored.close();
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            return stored;
        }
    }
}
