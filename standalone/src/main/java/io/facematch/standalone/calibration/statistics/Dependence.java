package io.facematch.standalone.calibration.statistics;

/**
 * Adds up what each person contributes to an error rate. Comparisons of one person depend on each other: whom a model
 * finds hard is hard in all of them. How much the people differ tells how many independent comparisons would say as
 * much (the design effect: Kish, Survey Sampling, 1965; for error rates of biometrics Schuckers, IEEE Transactions on
 * Information Forensics and Security 4, 2009).
 */
public final class Dependence {
    private int people;
    private double errors;
    private double comparisons;
    private double errorsSquared;
    private double errorsTimesComparisons;
    private double comparisonsSquared;

    /** @param errors in the comparisons that the person took part in */
    public void add(long errors, double comparisons) {
        if (comparisons > 0) {
            people++;
            this.errors += errors;
            this.comparisons += comparisons;
            errorsSquared += (double) errors * errors;
            errorsTimesComparisons += errors * comparisons;
            comparisonsSquared += comparisons * comparisons;
        }
    }

    /** The rate of comparisons that have one person each. */
    public Rate ofOnePersonEach() {
        var effect = people / (people - 1.0) * spread() / binomial(comparisons);
        return rate(1, effect);
    }

    /**
     * The rate of comparisons that have two persons each and were added for both. A comparison then adds its own share to
     * the spread of both persons, which is once too often (Fafchamps and Gubert, Journal of Development Economics 83,
     * 2007, 326-350: variance for pairs that share a member).
     */
    public Rate ofTwoPersonsEach() {
        return rate(2, spread() / binomial(comparisons / 2) - 1);
    }

    /** Sum over all persons of the squared difference between their errors and those of average people. */
    private double spread() {
        var rate = errors / comparisons;
        return errorsSquared - 2 * rate * errorsTimesComparisons + rate * rate * comparisonsSquared;
    }

    /** The variance of the number of errors in so many independent comparisons. */
    private double binomial(double trials) {
        var rate = errors / comparisons;
        return trials * rate * (1 - rate);
    }

    private Rate rate(int persons, double effect) {
        var counted = Math.round(comparisons / persons);
        var wrong = Math.round(errors / persons);
        // Without an error, or with nothing but errors, nobody differs: there is nothing to tell the dependence from.
        var known = wrong > 0 && wrong < counted;
        // One person's comparisons say as much as one.
        var highest = Math.max(1, (double) counted);
        return new Rate(wrong, counted, known ? Math.clamp(people < 2 ? highest : effect, 1, highest) : 1);
    }
}
