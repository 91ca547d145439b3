package io.facematch.face.network;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.split;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.facematch.card.ChannelOrder;
import io.facematch.card.PixelContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/**
 * Turns a BGR image into the planes of floats that a network takes. Keeps its buffers between calls, so it belongs to one
 * thread, and a tensor is valid until the next one is made.
 */
public final class PixelTensor {
    private static final int CHANNELS = 3;

    private final PixelContract contract;
    // Direct, so that OpenCV writes and ONNX Runtime reads them in place.
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
    private FloatBuffer values = bytes.asFloatBuffer();

    public PixelTensor(PixelContract contract) {
        this.contract = contract;
    }

    /** A tensor of shape 1, 3, height, width from an image of type CV_8UC3. */
    public NDArray of(Mat bgr, NDManager manager) {
        reserve(CHANNELS * bgr.rows() * bgr.cols());
        try (var blue = plane(bgr, 0);
                var green = plane(bgr, 1);
                var red = plane(bgr, 2);
                var planes = new MatVector(blue, green, red)) {
            split(bgr, planes);
            var isBgr = contract.order() == ChannelOrder.BGR;
            fill(isBgr ? 0 : 2, blue);
            fill(1, green);
            fill(isBgr ? 2 : 0, red);
        }
        values.limit(CHANNELS * bgr.rows() * bgr.cols());
        return manager.create(values, new Shape(1, CHANNELS, bgr.rows(), bgr.cols()));
    }

    /** Where a channel of the image goes as it is. */
    private Mat plane(Mat image, int at) {
        var length = image.rows() * image.cols();
        return new Mat(image.rows(), image.cols(), CV_8UC1, new BytePointer(bytes).getPointer((long) at * length));
    }

    /** Makes one of the tensor's channels of a plane. */
    private void fill(int at, Mat plane) {
        var length = plane.rows() * plane.cols();
        try (var channel = new Mat(
                plane.rows(), plane.cols(), CV_32FC1, new FloatPointer(values).getPointer((long) at * length))) {
            plane.convertTo(channel, CV_32F, 1 / contract.divisor(), -contract.mean() / contract.divisor());
        }
    }

    private void reserve(int count) {
        if (bytes.capacity() < count) {
            bytes = ByteBuffer.allocateDirect(count);
            values = ByteBuffer.allocateDirect(count * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        values.clear();
    }
}
