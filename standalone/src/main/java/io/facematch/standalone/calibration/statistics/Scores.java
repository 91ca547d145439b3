package io.facematch.standalone.calibration.statistics;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one thread scored: the counts of all cosines, those of each group of people apart, and the pairs that speak most
 * against the model.
 */
public final class Scores {
    private final Cosines all = new Cosines();
    private final List<Cosines> groups;
    private final WorstPairs lowestGenuine = WorstPairs.lowest();
    private final WorstPairs highestImpostors = WorstPairs.highest();

    private static final class Cosines {
        private final CosineHistogram genuine = new CosineHistogram();
        private final CosineHistogram impostors = new CosineHistogram();

        void add(boolean same, double cosine) {
            (same ? genuine : impostors).add(cosine);
        }

        void add(Cosines others) {
            genuine.add(others.genuine);
            impostors.add(others.impostors);
        }

        ErrorRates rates() {
            return new ErrorRates(genuine, impostors);
        }
    }

    /** @param groups how many there are */
    public Scores(int groups) {
        this.groups = Stream.generate(Cosines::new).limit(groups).toList();
    }

    /** @param parts at least one, of the same groups */
    public static Scores sum(Collection<Scores> parts) {
        var sum = new Scores(parts.iterator().next().groups.size());
        for (var part : parts) {
            sum.all.add(part.all);
            for (var group = 0; group < sum.groups.size(); group++) {
                sum.groups.get(group).add(part.groups.get(group));
            }
            sum.lowestGenuine.add(part.lowestGenuine);
            sum.highestImpostors.add(part.highestImpostors);
        }
        return sum;
    }

    /** @param one and {@code other}: numbers of the photos, as the caller counts them */
    public void add(boolean same, double cosine, int one, int other) {
        all.add(same, cosine);
        (same ? lowestGenuine : highestImpostors).add(new WorstPairs.Pair(cosine, one, other));
    }

    /** Counts a pair again in a group that both its people belong to. */
    public void addToGroup(int group, boolean same, double cosine) {
        groups.get(group).add(same, cosine);
    }

    public ErrorRates rates() {
        return all.rates();
    }

    /** Of each group, for pairs inside it. */
    public List<ErrorRates> groupRates() {
        return groups.stream().map(Cosines::rates).toList();
    }

    public WorstPairs lowestGenuine() {
        return lowestGenuine;
    }

    public WorstPairs highestImpostors() {
        return highestImpostors;
    }
}
