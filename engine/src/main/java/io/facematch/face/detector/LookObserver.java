package io.facematch.face.detector;

import org.bytedeco.opencv.opencv_core.Mat;

/** Is told what each look of a detector shows, in the order of the looks. */
public interface LookObserver {

    /**
     * A look at the whole image.
     *
     * @param canvas what the network saw, CV_8UC3; valid during this call only
     * @param shown in pixels of the canvas
     */
    void looked(Framing framing, Mat canvas, Look shown);

    /**
     * A look at one place of the image.
     *
     * @param canvas what the network saw, CV_8UC3; valid during this call only
     * @param shown in pixels of the canvas
     */
    void looked(CloseUp closeUp, Mat canvas, Look shown);
}
