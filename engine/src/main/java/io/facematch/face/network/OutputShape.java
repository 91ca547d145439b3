package io.facematch.face.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.facematch.card.PixelContract;
import java.util.Arrays;
import java.util.List;

/** Runs a network once to see what it gives, which its file need not say. */
public final class OutputShape {
    private OutputShape() {}

    /**
     * The lengths of the only output's dimensions, for one square picture of mean colour.
     *
     * @throws UnusableModelException if the network does not take such a picture, or gives something else
     */
    public static List<Long> of(VerifiedModel file, PixelContract pixels, int size) {
        var colour = (float) ((127.5 - pixels.mean()) / pixels.divisor());
        try (var model = OnnxModel.load(file);
                var predictor = model.newPredictor(new Picture(colour, size))) {
            return predictor.predict(size);
        } catch (TranslateException | RuntimeException failed) {
            throw new UnusableModelException(
                    "the network can't take one picture of " + size + " x " + size + " pixels in three planes", failed);
        }
    }

    private record Picture(float colour, int size) implements NoBatchifyTranslator<Integer, List<Long>> {
        @Override
        public NDList processInput(TranslatorContext context, Integer input) {
            var values = new float[3 * size * size];
            Arrays.fill(values, colour);
            return new NDList(context.getNDManager().create(values, new Shape(1, 3, size, size)));
        }

        @Override
        public List<Long> processOutput(TranslatorContext context, NDList outputs) {
            return Arrays.stream(outputs.singletonOrThrow().getShape().getShape())
                    .boxed()
                    .toList();
        }
    }
}
