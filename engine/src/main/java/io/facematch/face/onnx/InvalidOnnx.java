package io.facematch.face.onnx;

/** The bytes are no ONNX model that stands alone; the message says what they are instead. */
public final class InvalidOnnx extends Exception {
    InvalidOnnx(String message) {
        super(message);
    }
}
