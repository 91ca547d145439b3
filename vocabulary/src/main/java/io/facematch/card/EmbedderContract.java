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
    private static final int SMALLEST = 16;
    private static final int LARGEST = 1024;

    public EmbedderContract {
        template = template.stream().map(List::copyOf).toList();
        if (size < SMALLEST || size > LARGEST) {
            throw new IllegalArgumentException("size must be " + SMALLEST + " to " + LARGEST + " pixels");
        }
        if (template.size() != 5 || template.stream().anyMatch(point -> point.size() != 2)) {
            throw new IllegalArgumentException("template must be five points of two numbers");
        }
        for (var point : template) {
            if (!isInside(point.getFirst(), size) || !isInside(point.getLast(), size)) {
                throw new IllegalArgumentException("template must lie in the crop, 0 to " + size);
            }
        }
        if (dimensions < 1) {
            throw new IllegalArgumentException("dimensions must be above 0");
        }
    }

    private static boolean isInside(double coordinate, int size) {
        return coordinate >= 0 && coordinate <= size;
    }
}
