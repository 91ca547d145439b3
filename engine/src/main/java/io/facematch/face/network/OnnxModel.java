package io.facematch.face.network;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.Translator;
import io.facematch.card.PixelContract;
import io.facematch.face.onnx.InvalidOnnx;
import io.facematch.face.onnx.OnnxFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** A loaded network. Any thread may ask for a predictor; each predictor belongs to one thread. */
public final class OnnxModel implements AutoCloseable {
    static {
        // Before the first use of DJL: no search for PyTorch, no usage statistics, no downloads.
        System.setProperty("ai.djl.onnx.disable_alternative", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    /** One thread per inference: there is a worker thread for each core. */
    private static final Map<String, String> OPTIONS = Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1");

    private final Model model;

    private OnnxModel(Model model) {
        this.model = model;
    }

    /** @throws UnusableModelException if it is no network, or one that would read other files */
    public static OnnxModel load(VerifiedModel file) {
        try {
            OnnxFile.read(ByteBuffer.wrap(file.bytes()));
        } catch (InvalidOnnx invalid) {
            throw new UnusableModelException(
                    "model " + file.card().id() + " has the right hash but can't be used: " + invalid.getMessage(),
                    invalid);
        }
        var model = Model.newInstance(file.card().id(), Device.cpu(), "OnnxRuntime");
        try {
            model.load(new ByteArrayInputStream(file.bytes()), OPTIONS);
        } catch (IOException | MalformedModelException unreadable) {
            model.close();
            throw new UnusableModelException(
                    "model " + file.card().id() + " has the right hash but ONNX Runtime can't load it", unreadable);
        }
        return new OnnxModel(model);
    }

    public <I, O> Predictor<I, O> newPredictor(Translator<I, O> translator) {
        return model.newPredictor(translator);
    }

    /** This network on constant pixels; its owner closes it before the model. */
    public NetworkRun newRun(PixelContract pixels, int width, int height) {
        return new NetworkRun(this, pixels, width, height);
    }

    @Override
    public void close() {
        model.close();
    }
}
