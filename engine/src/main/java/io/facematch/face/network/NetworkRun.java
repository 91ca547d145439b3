package io.facematch.face.network;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.facematch.card.PixelContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;

/**
 * Runs a network on an input that is always the same. Belongs to one thread.
 */
public final class NetworkRun implements AutoCloseable {
    private final Predictor<FloatBuffer, Integer> predictor;
    private final FloatBuffer input;

    NetworkRun(OnnxModel model, PixelContract pixels, int width, int height) {
        this.predictor = model.newPredictor(new Prepared(new Shape(1, 3, height, width)));
        this.input = noise(pixels, 3 * width * height);
    }

    private static FloatBuffer noise(PixelContract pixels, int count) {
        var random = new Random(1);
        // Direct, so that ONNX Runtime reads it in place.
        var values = ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        while (values.hasRemaining()) {
            values.put((float) ((random.nextInt(256) - pixels.mean()) / pixels.divisor()));
        }
        return values.flip();
    }

    /** Runs the network once on one image. */
    public void run() {
        try {
            predictor.predict(input);
        } catch (TranslateException defect) {
            throw new IllegalStateException("the network failed", defect);
        }
    }

    @Override
    public void close() {
        predictor.close();
    }

    /** Does not read the output, which is the engine's work. */
    private record Prepared(Shape shape) implements NoBatchifyTranslator<FloatBuffer, Integer> {
        @Override
        public NDList processInput(TranslatorContext context, FloatBuffer input) {
            return new NDList(context.getNDManager().create(input, shape));
        }

        @Override
        public Integer processOutput(TranslatorContext context, NDList outputs) {
            return outputs.size();
        }
    }
}
