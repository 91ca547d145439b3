package io.facematch.standalone.addition;

import java.util.Arrays;

/**
 * How well an embedder tells the sample people apart.
 *
 * @param photos with a face that could be compared
 * @param samePerson the median cosine of two photos of the same person
 * @param differentPersons the mean cosine of two photos of different persons
 * @param distance between the two, in standard deviations of the latter
 * @param ordered share of all cosines of the same person that lie above one of different persons, in [0, 1]
 */
record Separation(int photos, double samePerson, double differentPersons, double distance, double ordered) {
    /**
     * Contracts that are right reach 5 and more with the weakest embedder we know; with pixels in a wrong range none
     * reaches 2.
     */
    private static final double LEAST_DISTANCE = 4;

    private static final double LEAST_ORDERED = 0.98;

    /** Keeps the distance finite where all cosines are the same. */
    private static final double LEAST_DEVIATION = 1e-4;

    /** Of cosines of the same person and of different persons, at least one of each. */
    static Separation of(int photos, double[] same, double[] different) {
        var mean = Arrays.stream(different).average().orElseThrow();
        var variance = Arrays.stream(different)
                .map(cosine -> (cosine - mean) * (cosine - mean))
                .average()
                .orElseThrow();
        var sorted = same.clone();
        Arrays.sort(sorted);
        var median = sorted[sorted.length / 2];
        return new Separation(
                photos,
                median,
                mean,
                (median - mean) / Math.max(Math.sqrt(variance), LEAST_DEVIATION),
                ordered(same, different));
    }

    private static double ordered(double[] same, double[] different) {
        var above = 0L;
        for (var one : same) {
            above += Arrays.stream(different).filter(other -> one > other).count();
        }
        return (double) above / same.length / different.length;
    }

    /** Whether the same person's photos lie clearly above those of different persons. */
    boolean isClear() {
        return distance >= LEAST_DISTANCE && ordered >= LEAST_ORDERED;
    }
}
