package io.facematch.face.alignment;

import org.bytedeco.opencv.opencv_core.Mat;

/** A square BGR crop in which the landmarks lie on a template. Owns native memory. */
public final class AlignedFace implements AutoCloseable {
    private final Mat pixels;

    AlignedFace(Mat pixels) {
        this.pixels = pixels;
    }

    /** CV_8UC3; valid until this face is closed. */
    public Mat pixels() {
        return pixels;
    }

    public int size() {
        return pixels.cols();
    }

    @Override
    public void close() {
        pixels.close();
    }

    @Override
    public String toString() {
        return "AlignedFace[" + size() + "x" + size() + "]";
    }
}
