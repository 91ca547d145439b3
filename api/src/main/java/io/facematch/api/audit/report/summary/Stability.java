package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.rollup.histogram.Histogram;
import io.facematch.api.audit.rollup.histogram.Similarities;
import java.util.ArrayList;
import java.util.List;

/**
 * Population stability index of similarities: the sum over groups of (a - b) ln(a / b), where a and b are the parts of all
 * similarities now and in the baseline that lie in a group. Groups are neighbouring bins that together have at least a tenth
 * of the baseline, so ten at most. Formula, and the usual limits 0.1 and 0.25: N. Siddiqi, "Credit Risk Scorecards", Wiley,
 * 2006, chapter 9; without a change it is about (groups - 1)(1/n + 1/m) for n and m similarities: B. Yurdakul, "Statistical
 * Properties of Population Stability Index", Western Michigan University, 2018.
 */
final class Stability {
    /** Of each of the two, below which chance alone may look like a change. */
    static final int FEWEST = 500;

    private static final double STABLE = 0.1;
    private static final double MOVING = 0.25;
    private static final int GROUPS = 10;

    /** Added to each group, so that an empty one has a logarithm. */
    private static final double SMOOTHING = 0.5;

    private Stability() {}

    /** At least 0; NaN for too few of them. */
    static double index(Histogram now, Histogram baseline) {
        if (now.total() < FEWEST || baseline.total() < FEWEST) {
            return Double.NaN;
        }
        var ends = ends(baseline);
        var nows = parts(now, ends);
        var baselines = parts(baseline, ends);
        var index = 0.0;
        for (int group = 0; group < ends.size(); group++) {
            var change = nows.get(group) - baselines.get(group);
            index += change * Math.log(nows.get(group) / baselines.get(group));
        }
        return index;
    }

    /** The bins after the last one of each group. */
    private static List<Integer> ends(Histogram baseline) {
        var ends = new ArrayList<Integer>();
        var total = baseline.total();
        var before = 0L;
        for (int end = 1; end <= Similarities.BINS; end++) {
            var below = baseline.below(end);
            if ((below - before) * GROUPS >= total && (total - below) * GROUPS >= total) {
                ends.add(end);
                before = below;
            }
        }
        ends.add(Similarities.BINS + 1);
        return ends;
    }

    private static List<Double> parts(Histogram histogram, List<Integer> ends) {
        var parts = new ArrayList<Double>();
        var whole = histogram.total() + SMOOTHING * ends.size();
        var before = 0L;
        for (var end : ends) {
            var below = histogram.below(end);
            parts.add((below - before + SMOOTHING) / whole);
            before = below;
        }
        return parts;
    }

    static String verdict(double index) {
        if (index < STABLE) {
            return "stable";
        }
        return index < MOVING ? "moving" : "shifted";
    }
}
