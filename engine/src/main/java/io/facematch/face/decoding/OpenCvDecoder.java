package io.facematch.face.decoding;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.facematch.verification.Reason;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Gives JPEG and PNG to the native decoders, but only the parts of a file that make its picture. */
final class OpenCvDecoder {
    private OpenCvDecoder() {}

    /** @param parts of the file, in order; what lies between, such as profiles and texts, is kept from the decoder */
    static Mat decode(ByteView file, List<Extent> parts, int flags) throws RefusedImage {
        var length = parts.stream().mapToInt(Extent::length).sum();
        try (var bytes = new BytePointer(length);
                var encoded = new Mat(1, length, CV_8UC1, bytes)) {
            var to = bytes.asByteBuffer();
            for (var part : parts) {
                file.copy(part, to);
            }
            var stored = imdecode(encoded, flags | IMREAD_IGNORE_ORIENTATION);
            if (stored.empty()) {
                stored.close();
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            return stored;
        }
    }
}
