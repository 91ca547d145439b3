package io.facematch.api.audit.rollup.histogram;

/**
 * How similar the photos of matches and of non-matches were, in 200 bins of equal width, each with its lower edge and
 * without its upper one, and one more for the similarity 1. For one thread.
 */
public final class Similarities {
    /** Without that of 1. */
    public static final int BINS = 200;

    private final Histogram matches = new Histogram();
    private final Histogram nonMatches = new Histogram();

    /**
     * The bin of a similarity. It is not below that of an edge exactly when the similarity is not below {@link #edge}.
     *
     * @param similarity in [0, 1]
     */
    public static int bin(double similarity) {
        var bin = (int) (similarity * BINS);
        // The product is rounded, perhaps over an edge.
        if (similarity < edge(bin)) {
            return bin - 1;
        }
        return similarity >= edge(bin + 1) ? bin + 1 : bin;
    }

    /** Where a bin begins: the double that is nearest to the decimal number, as a threshold of these decimals is. */
    public static double edge(int bin) {
        return bin / (double) BINS;
    }

    public Histogram matches() {
        return matches;
    }

    public Histogram nonMatches() {
        return nonMatches;
    }

    /** Of all that were compared. */
    public Histogram all() {
        var sum = new Histogram();
        sum.add(matches);
        sum.add(nonMatches);
        return sum;
    }

    public void add(Similarities other) {
        matches.add(other.matches);
        nonMatches.add(other.nonMatches);
    }

    /** As {@link #packed} returned them. */
    public void add(byte[] packed) {
        var reader = new Packed.Reader(packed);
        matches.add(reader);
        nonMatches.add(reader);
    }

    public boolean isEmpty() {
        return matches.total() + nonMatches.total() == 0;
    }

    public byte[] packed() {
        var writer = new Packed.Writer();
        matches.write(writer);
        nonMatches.write(writer);
        return writer.bytes();
    }
}
