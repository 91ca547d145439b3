package io.facematch.card.folder;

import io.facematch.card.EmbedderContract;
import io.facematch.card.PixelContract;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an embedder takes: the contract of its card but for what shows only when it runs.
 *
 * @param size side of the square crop in pixels
 * @param template where the five landmarks lie in the crop, as in {@link EmbedderContract}
 * @param dimensions of the embedding; null while nobody has said
 */
public record InputContract(
        PixelContract pixels,
        int size,
        List<List<Double>> template,
        @Nullable Integer dimensions) {

    /** @throws InvalidCard if no crop can be made by it */
    public InputContract {
        template = template.stream().map(List::copyOf).toList();
        try {
            CardRules.require(new EmbedderContract(
                    pixels, size, template, dimensions == null ? CardRules.LEAST_DIMENSIONS : dimensions));
        } catch (IllegalArgumentException impossible) {
            throw new InvalidCard(String.valueOf(impossible.getMessage()));
        }
    }

    /**
     * Reads one that somebody wrote, such as the member {@code embedder} of a card.
     *
     * @throws InvalidCard if it is none
     */
    public static InputContract read(Path file) {
        return CardText.contract(CardFolder.text(file));
    }

    public EmbedderContract with(int measuredDimensions) {
        return new EmbedderContract(pixels, size, template, measuredDimensions);
    }
}
