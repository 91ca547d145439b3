package io.facematch.standalone.calibration.difference;

import io.facematch.standalone.calibration.statistics.ErrorRates;
import io.facematch.standalone.calibration.statistics.Scores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What two models gave the same pairs: every pair of the same person, and those pairs of different persons that may decide
 * where a false match rate lies. Belongs to one thread.
 */
public final class PairedScores {
    /**
     * What one of the models asks of a cosine.
     *
     * @param inUse cosines from which on it says match at its operating points; the other model has as many
     * @param floor below it lies no threshold that is looked for
     */
    public record Asked(List<Double> inUse, double floor) {
        public Asked {
            inUse = List.copyOf(inUse);
        }

        /** A bit for each threshold in use that is not reached. */
        int misses(double cosine) {
            var misses = 0;
            for (var at = 0; at < inUse.size(); at++) {
                if (cosine < inUse.get(at)) {
                    misses |= 1 << at;
                }
            }
            return misses;
        }
    }

    /** @param person or, where the data do not say who is on a photo, pair */
    record Genuine(int person, int step, int othersStep, int misses, int othersMisses) {}

    record Impostor(int one, int other, int step, int othersStep) {}

    private final Asked asked;
    private final Asked othersAsked;
    private final Scores scores;
    private final Scores othersScores;
    private final List<Genuine> genuine = new ArrayList<>();
    private final List<Impostor> impostors = new ArrayList<>();
    private final long[] falseMatches;
    private final long[] othersFalseMatches;

    public PairedScores(Asked asked, Asked othersAsked) {
        this(asked, othersAsked, new Scores(0), new Scores(0));
    }

    private PairedScores(Asked asked, Asked othersAsked, Scores scores, Scores othersScores) {
        this.asked = asked;
        this.othersAsked = othersAsked;
        this.scores = scores;
        this.othersScores = othersScores;
        this.falseMatches = new long[asked.inUse.size()];
        this.othersFalseMatches = new long[asked.inUse.size()];
    }

    static PairedScores sum(Collection<PairedScores> parts) {
        var first = parts.iterator().next();
        var sum = new PairedScores(
                first.asked,
                first.othersAsked,
                Scores.sum(parts.stream().map(part -> part.scores).toList()),
                Scores.sum(parts.stream().map(part -> part.othersScores).toList()));
        for (var part : parts) {
            sum.genuine.addAll(part.genuine);
            sum.impostors.addAll(part.impostors);
            for (var at = 0; at < sum.falseMatches.length; at++) {
                sum.falseMatches[at] += part.falseMatches[at];
                sum.othersFalseMatches[at] += part.othersFalseMatches[at];
            }
        }
        return sum;
    }

    /** @param one and {@code other}: whose photos they are; the number of the pair twice where nobody says it */
    public void add(boolean same, double cosine, double othersCosine, int one, int other) {
        scores.add(same, cosine, one, other);
        othersScores.add(same, othersCosine, one, other);
        var misses = asked.misses(cosine);
        var othersMisses = othersAsked.misses(othersCosine);
        if (same) {
            genuine.add(new Genuine(one, ErrorRates.step(cosine), ErrorRates.step(othersCosine), misses, othersMisses));
            return;
        }
        for (var at = 0; at < falseMatches.length; at++) {
            falseMatches[at] += isSet(misses, at) ? 0 : 1;
            othersFalseMatches[at] += isSet(othersMisses, at) ? 0 : 1;
        }
        if (cosine >= asked.floor || othersCosine >= othersAsked.floor) {
            impostors.add(new Impostor(one, other, ErrorRates.step(cosine), ErrorRates.step(othersCosine)));
        }
    }

    static boolean isSet(int misses, int at) {
        return (misses >> at & 1) == 1;
    }

    ErrorRates rates() {
        return scores.rates();
    }

    ErrorRates othersRates() {
        return othersScores.rates();
    }

    List<Genuine> genuine() {
        return genuine;
    }

    List<Impostor> impostors() {
        return impostors;
    }

    Asked asked() {
        return asked;
    }

    Asked othersAsked() {
        return othersAsked;
    }

    long falseMatches(int inUse) {
        return falseMatches[inUse];
    }

    long othersFalseMatches(int inUse) {
        return othersFalseMatches[inUse];
    }
}
