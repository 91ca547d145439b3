package io.facematch.face.detector;

import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.facematch.card.DetectorContract;
import io.facematch.face.network.PixelTensor;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** What a detector needs before and after inference. One canvas at a time. */
final class DetectorTranslator implements NoBatchifyTranslator<DetectorTranslator.Input, List<DetectedFace>> {
    private static final String CANVAS = "canvas";

    private final DetectorHead head;
    private final PixelTensor tensor;

    DetectorTranslator(DetectorContract contract) {
        this.head = switch (contract.head()) {
            case YUNET -> new YuNetHead();
            case FACE_TABLE -> new FaceTableHead();
        };
        this.tensor = new PixelTensor(contract.pixels());
    }

    /** @param pixels of the canvas, CV_8UC3 */
    record Input(Mat pixels, double minConfidence) {}

    @Override
    public NDList processInput(TranslatorContext context, Input input) {
        context.setAttachment(CANVAS, input);
        return new NDList(tensor.of(input.pixels(), context.getNDManager()));
    }

    @Override
    public List<DetectedFace> processOutput(TranslatorContext context, NDList list) {
        var input = (Input) context.getAttachment(CANVAS);
        return head.read(
                NetworkOutputs.of(list), input.pixels().cols(), input.pixels().rows(), input.minConfidence());
    }
}
