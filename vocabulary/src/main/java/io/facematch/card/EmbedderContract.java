package io.facematch.card;

import java.util.List;

/**
 * What an embedder takes and gives.
 *
 * @param size side of the square crop in pixels
 * @param template where the five landmarks lie in the crop, x and y in pixels, in the order of {@code Landmarks}
 * @param dimensions of the embedding
 */
public record EmbedderContract(PixelContract pixels, int size, List<List<Double>> template, int dimensions) {
    public EmbedderContract {
        template = List.copyOf(template);
        if (template.size() != 5 || template.stream().anyMatch(point -> point.size() != 2)) {
            throw new IllegalArgumentException("a template is five points");
        }
    }
}
