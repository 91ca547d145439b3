package io.facematch.standalone.calibration.statistics;

import java.util.Collection;

/** What one thread scored: the counts of all cosines, and the pairs that speak most against the model. */
public final class Scores {
    private final CosineHistogram genuine = new CosineHistogram();
    private final CosineHistogram impostors = new CosineHistogram();
    private final WorstPairs lowestGenuine = WorstPairs.lowest();
    private final WorstPairs highestImpostors = WorstPairs.highest();

    public static Scores sum(Collection<Scores> parts) {
        var sum = new Scores();
        for (var part : parts) {
            sum.genuine.add(part.genuine);
            sum.impostors.add(part.impostors);
            sum.lowestGenuine.add(part.lowestGenuine);
            sum.highestImpostors.add(part.highestImpostors);
        }
        return sum;
    }

    /** @param one and {@code other}: numbers of the photos, as the caller counts them */
    public void add(boolean same, double cosine, int one, int other) {
        (same ? genuine : impostors).add(cosine);
        (same ? lowestGenuine : highestImpostors).add(new WorstPairs.Pair(cosine, one, other));
    }

    public ErrorRates rates() {
        return new ErrorRates(genuine, impostors);
    }

    public WorstPairs lowestGenuine() {
        return lowestGenuine;
    }

    public WorstPairs highestImpostors() {
        return highestImpostors;
    }
}
