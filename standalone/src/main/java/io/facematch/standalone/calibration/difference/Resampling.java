package io.facematch.standalone.calibration.difference;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws the data anew, as if other people had come: so many of the same people, some of them twice and some not at all.
 * What was measured is then as different from draw to draw as it would be with other people (Bolle, Ratha and Pankanti,
 * Computer Vision and Image Understanding 93, 2004, 1-33). A pair of two people counts as often as one was drawn times
 * the other (Owen, Annals of Applied Statistics 1, 2007, 386-411), so that all pairs of a person stay together.
 */
public final class Resampling {
    private final long[] photos;
    private final int genuinePairs;

    private Resampling(long[] photos, int genuinePairs) {
        this.photos = photos;
        this.genuinePairs = genuinePairs;
    }

    /** @param photos of each person, all of which were compared with all others */
    public static Resampling ofPeople(long[] photos) {
        return new Resampling(photos.clone(), 0);
    }

    /**
     * Where nobody says who is on the photos, each pair is drawn for itself: those of the same person and those of
     * different persons apart.
     *
     * @param genuine how many of the pairs are of the same person; their numbers come first
     */
    public static Resampling ofPairs(int genuine, int impostors) {
        return new Resampling(new long[genuine + impostors], genuine);
    }

    private boolean isOfPairs() {
        return genuinePairs > 0;
    }

    /** How often each person, or pair, was drawn. */
    int[] draw(SplittableRandom random) {
        var times = new int[photos.length];
        draw(random, times, 0, genuinePairs);
        draw(random, times, genuinePairs, times.length);
        return times;
    }

    private static void draw(SplittableRandom random, int[] times, int from, int to) {
        for (var draw = from; draw < to; draw++) {
            times[random.nextInt(from, to)]++;
        }
    }

    /** How often a pair of different persons counts. */
    long times(int[] drawn, int one, int other) {
        return one == other ? drawn[one] : (long) drawn[one] * drawn[other];
    }

    /** How many pairs of different persons there are when everybody is drawn once. */
    public long impostors() {
        return (long) impostors(IntStream.generate(() -> 1).limit(photos.length).toArray());
    }

    /** How many pairs of different persons there are in a draw. */
    double impostors(int[] drawn) {
        if (isOfPairs()) {
            return photos.length - genuinePairs;
        }
        var all = 0.0;
        var own = 0.0;
        for (var person = 0; person < photos.length; person++) {
            var drawnPhotos = (double) drawn[person] * photos[person];
            all += drawnPhotos;
            own += drawnPhotos * drawnPhotos;
        }
        return (all * all - own) / 2;
    }
}
