package io.facematch.worker.face.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.facematch.model.ChannelOrder;
import io.facematch.model.PixelContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Turns interleaved BGR bytes into the planes of floats that a network takes. Keeps its buffers between calls, so it
 * belongs to one thread, and a tensor is valid until the next one is made.
 */
public final class PixelTensor {
    private final PixelContract contract;
    private final float[] values = new float[256];
    private byte[] bytes = {};
    private float[] planes = {};
    private FloatBuffer buffer = FloatBuffer.allocate(0);

    public PixelTensor(PixelContract contract) {
        this.contract = contract;
        for (var value = 0; value < values.length; value++) {
            values[value] = (float) ((value - contract.mean()) / contract.divisor());
        }
    }

    /** A tensor of shape 1, 3, height, width. */
    public NDArray of(ByteBuffer bgr, int width, int height, NDManager manager) {
        var plane = width * height;
        reserve(3 * plane);
        bgr.get(0, bytes, 0, 3 * plane);
        var blue = contract.order() == ChannelOrder.BGR ? 0 : 2 * plane;
        var red = 2 * plane - blue;
        for (int pixel = 0, at = 0; pixel < plane; pixel++, at += 3) {
            planes[blue + pixel] = values[bytes[at] & 0xFF];
            planes[plane + pixel] = values[bytes[at + 1] & 0xFF];
            planes[red + pixel] = values[bytes[at + 2] & 0xFF];
        }
        buffer.clear().put(planes, 0, 3 * plane).flip();
        return manager.create(buffer, new Shape(1, 3, height, width));
    }

    private void reserve(int count) {
        if (bytes.length < count) {
            bytes = new byte[count];
            planes = new float[count];
            // Direct, so that ONNX Runtime reads it in place.
            buffer = ByteBuffer.allocateDirect(count * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
    }
}
