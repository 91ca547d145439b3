package io.facematch.api.audit.rollup.histogram;

import java.util.Arrays;

/**
 * How many there are in each bin, where most bins have none. The sum of several does not depend on the order in which they
 * are added. For one thread.
 */
public final class Histogram {
    private int[] bins = new int[4];
    private long[] counts = new long[4];
    private int size;

    /** Told of each bin that has any, in their order. */
    @FunctionalInterface
    public interface Visitor {
        void visit(int bin, long count);
    }

    /** @param bin from 0 */
    public void add(int bin, long count) {
        if (bin < 0 || count < 0) {
            throw new IllegalArgumentException("no bin and no count is below 0");
        }
        if (count == 0) {
            return;
        }
        var place = size > 0 && bins[size - 1] < bin ? -size - 1 : Arrays.binarySearch(bins, 0, size, bin);
        if (place >= 0) {
            counts[place] = Math.addExact(counts[place], count);
            return;
        }
        insert(-place - 1, bin, count);
    }

    private void insert(int place, int bin, long count) {
        if (size == bins.length) {
            bins = Arrays.copyOf(bins, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        System.arraycopy(bins, place, bins, place + 1, size - place);
        System.arraycopy(counts, place, counts, place + 1, size - place);
        bins[place] = bin;
        counts[place] = count;
        size++;
    }

    public void add(Histogram other) {
        other.forEach(this::add);
    }

    public void forEach(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.visit(bins[i], counts[i]);
        }
    }

    /** Of all bins. */
    public long total() {
        return below(Integer.MAX_VALUE);
    }

    /** Of all bins before this one. */
    public long below(int bin) {
        var sum = 0L;
        for (int i = 0; i < size && bins[i] < bin; i++) {
            sum += counts[i];
        }
        return sum;
    }

    public long count(int bin) {
        var place = Arrays.binarySearch(bins, 0, size, bin);
        return place < 0 ? 0 : counts[place];
    }

    /**
     * The bin of the lowest value that at least this part of all values does not exceed: the nearest rank, as
     * {@code percentile_disc} of SQL has it.
     *
     * @param part above 0, up to 1
     * @throws IllegalStateException if all bins are empty
     */
    public int quantile(double part) {
        var rank = (long) Math.ceil(part * total());
        var sum = 0L;
        for (int i = 0; i < size; i++) {
            sum += counts[i];
            if (sum >= rank) {
                return bins[i];
            }
        }
        throw new IllegalStateException("a histogram of nothing has no quantile");
    }

    void write(Packed.Writer packed) {
        packed.write(size);
        var next = 0;
        for (int i = 0; i < size; i++) {
            packed.write(bins[i] - next);
            packed.write(counts[i]);
            next = bins[i] + 1;
        }
    }

    void add(Packed.Reader packed) {
        var next = 0;
        for (var remaining = packed.read(); remaining > 0; remaining--) {
            var bin = Math.toIntExact(next + packed.read());
            add(bin, packed.read());
            next = bin + 1;
        }
    }

    @Override
    public String toString() {
        return "Histogram[" + total() + "]";
    }
}
