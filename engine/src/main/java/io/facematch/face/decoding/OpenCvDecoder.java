package io.facematch.face.decoding;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.facematch.verification.Reason;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Gives JPEG and WebP to the native decoders, but only what makes their picture: no profiles and texts. */
final class OpenCvDecoder {
    private OpenCvDecoder() {}

    /** @param pieces of the file to decode, in order */
    static Mat decode(List<ByteBuffer> pieces, int flags) throws RefusedImage {
        var length = pieces.stream().mapToInt(Buffer::remaining).sum();
        try (var bytes = new BytePointer(length);
                var encoded = new Mat(1, length, CV_8UC1, bytes)) {
            var to = bytes.asByteBuffer();
            pieces.forEach(to::put);
            var stored = imdecode(encoded, flags | IMREAD_IGNORE_ORIENTATION);
            if (stored.empty()) {
                stored.close();
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            return stored;
        }
    }
}
