package io.facematch.api.submission.publishing;

import java.util.BitSet;
import java.util.Collection;

/** How far one turn of publishing an archive is. Safe for many threads: confirms come on those of the connection. */
final class ArchiveProgress implements PairSender.Progress {
    private final BitSet settled = new BitSet();
    private final BitSet before;
    private final boolean isLastTry;
    private int next;
    private volatile boolean stopped;

    /**
     * @param first pairs before it need nobody
     * @param decided nor do these
     * @param isLastTry whether a pair that can't be read is given up
     */
    ArchiveProgress(int first, Collection<Integer> decided, boolean isLastTry) {
        settled.set(0, first);
        decided.forEach(settled::set);
        this.before = (BitSet) settled.clone();
        this.next = settled.nextClearBit(0);
        this.isLastTry = isLastTry;
    }

    /** Nothing more is to be published in this turn. */
    static final class Stopped extends RuntimeException {
        Stopped() {
            super("the turn is over");
        }
    }

    @Override
    public boolean wants(int index) {
        if (stopped) {
            throw new Stopped();
        }
        return !before.get(index);
    }

    @Override
    public synchronized void settled(int index) {
        settled.set(index);
        next = settled.nextClearBit(next);
    }

    @Override
    public boolean givesUpUnreadable() {
        return isLastTry;
    }

    /** The first pair that still needs somebody. */
    synchronized int next() {
        return next;
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
