package io.facematch.face.trace;

import io.facematch.face.alignment.AlignedFace;
import io.facematch.face.detector.CloseUp;
import io.facematch.face.detector.DetectedFace;
import io.facematch.face.detector.Framing;
import io.facematch.face.detector.Look;
import io.facematch.face.geometry.Point;
import io.facematch.face.image.FaceImage;
import io.facematch.face.quality.Measurements;
import io.facematch.face.trace.LookTrace.Kind;
import io.facematch.face.tuning.Tuning;
import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** Writes down what it observes, photo after photo. Belongs to one thread. */
public final class PhotoTracer implements ExtractionObserver {
    private static final int PHOTO_SIDE = 900;
    private static final int CANVAS_SIDE = 200;

    private final int firstCanvas;
    private final List<LookTrace> looks = new ArrayList<>();
    private final List<FaceTrace> faces = new ArrayList<>();
    private PhotoTrace.@Nullable Image image;

    /** @param firstCanvas longer side of the canvas on which the detector first looks at a photo */
    public PhotoTracer(int firstCanvas) {
        this.firstCanvas = firstCanvas;
    }

    @Override
    public void decoded(FaceImage decoded) {
        image = new PhotoTrace.Image(
                decoded.width(),
                decoded.height(),
                decoded.photoWidth(),
                decoded.photoHeight(),
                decoded.orientation(),
                (int) decoded.photoScale(),
                Picture.small(decoded.pixels(), PHOTO_SIDE));
    }

    @Override
    public void looked(Framing framing, Mat canvas, Look shown) {
        var seen = requireImage();
        var middle = new Point((seen.width() - 1) / 2.0, (seen.height() - 1) / 2.0);
        add(kind(framing), 90.0 * framing.quarterTurns(), framing.border(), middle, canvas, shown);
    }

    @Override
    public void looked(CloseUp closeUp, Mat canvas, Look shown) {
        add(kind(closeUp), closeUp.turn(), 0, closeUp.centre(), canvas, shown);
    }

    @Override
    public void judged(
            DetectedFace face,
            @Nullable AlignedFace crop,
            @Nullable Measurements measurements,
            @Nullable Reason refusal) {
        faces.add(new FaceTrace(
                face,
                crop == null ? null : Picture.exact(crop.pixels()),
                measurements,
                measurements == null
                        ? null
                        : measurements.quality(requireImage().reduction()),
                refusal,
                refusal == null));
    }

    /**
     * What was written down of one photo; then it is forgotten.
     *
     * @param refusal of the photo, null when faces of it are compared
     */
    public PhotoTrace finish(
            byte[] file, @Nullable Reason refusal, Duration decoding, Duration detecting, Duration embedding) {
        var trace = new PhotoTrace(
                FileFormat.of(file).orElse(null),
                file.length,
                image,
                looks,
                refusal == null
                        ? faces
                        : faces.stream().map(PhotoTracer::leftOver).toList(),
                refusal,
                decoding,
                detecting,
                embedding);
        image = null;
        looks.clear();
        faces.clear();
        return trace;
    }

    private static FaceTrace leftOver(FaceTrace face) {
        return new FaceTrace(face.face(), face.crop(), face.measurements(), face.quality(), face.refusal(), false);
    }

    private void add(Kind kind, double turn, double border, Point centre, Mat canvas, Look shown) {
        looks.add(new LookTrace(
                kind,
                // Between -180 and 180; without the zero, -0.0 would stay.
                Math.IEEEremainder(turn, 360) + 0.0,
                border,
                centre,
                canvas.cols(),
                canvas.rows(),
                shown,
                Picture.small(canvas, CANVAS_SIDE)));
    }

    private Kind kind(Framing framing) {
        if (framing.border() > 0) {
            return Kind.BORDERED;
        }
        return framing.pass().size() > firstCanvas ? Kind.LARGER : Kind.WHOLE;
    }

    private static Kind kind(CloseUp closeUp) {
        if (closeUp.ofOneFace()) {
            return closeUp.canvas() <= Tuning.QUICK_LOOK_SIZE ? Kind.QUICK : Kind.CLOSE;
        }
        return closeUp.turn() % 90 == 0 ? Kind.PART : Kind.ASKEW;
    }

    private PhotoTrace.Image requireImage() {
        if (image == null) {
            throw new IllegalStateException("nothing was decoded");
        }
        return image;
    }
}
