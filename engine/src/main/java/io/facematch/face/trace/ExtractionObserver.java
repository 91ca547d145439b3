package io.facematch.face.trace;

import io.facematch.face.alignment.AlignedFace;
import io.facematch.face.detector.CloseUp;
import io.facematch.face.detector.DetectedFace;
import io.facematch.face.detector.Framing;
import io.facematch.face.detector.Look;
import io.facematch.face.detector.LookObserver;
import io.facematch.face.image.FaceImage;
import io.facematch.face.quality.Measurements;
import io.facematch.verification.Reason;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** Is told what becomes of a photo, stage by stage, in the thread that works on it. */
public interface ExtractionObserver extends LookObserver {
    /** For those who only want the result: keeps nothing. */
    ExtractionObserver NONE = new ExtractionObserver() {
        @Override
        public void decoded(FaceImage image) {}

        @Override
        public void looked(Framing framing, Mat canvas, Look shown) {}

        @Override
        public void looked(CloseUp closeUp, Mat canvas, Look shown) {}

        @Override
        public void judged(
                DetectedFace face,
                @Nullable AlignedFace crop,
                @Nullable Measurements measurements,
                @Nullable Reason refusal) {}
    };

    /** @param image valid during this call only */
    void decoded(FaceImage image);

    /**
     * A face that the search ended with; the largest comes first.
     *
     * @param crop valid during this call only; null when the face was refused before one was made
     * @param measurements null when there is no crop
     * @param refusal null when the face is good enough
     */
    void judged(
            DetectedFace face,
            @Nullable AlignedFace crop,
            @Nullable Measurements measurements,
            @Nullable Reason refusal);
}
