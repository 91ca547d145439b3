package io.facematch.standalone.privacy.search;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * Finds many byte strings at once, in one pass over bytes that come in pieces: the automaton of Aho and Corasick, with a
 * table of all its steps.
 */
final class ByteSearch {
    private static final int VALUES = 256;
    private static final int NONE = -1;

    /** The next state for each state and byte. */
    private final int[] next;

    /** The byte string that ends in a state. */
    private final int[] ending;

    /** The state of the longest shorter byte string that ends here, too; 0 for none. */
    private final int[] shorter;

    /** @param wanted no two alike; none is empty */
    ByteSearch(List<byte[]> wanted) {
        var most = 1 + wanted.stream().mapToInt(bytes -> bytes.length).sum();
        var table = new int[most * VALUES];
        ending = new int[most];
        Arrays.fill(ending, NONE);
        var states = 1;
        for (int i = 0; i < wanted.size(); i++) {
            var state = 0;
            for (var value : wanted.get(i)) {
                var step = state * VALUES + Byte.toUnsignedInt(value);
                if (table[step] == 0) {
                    table[step] = states++;
                }
                state = table[step];
            }
            ending[state] = i;
        }
        next = Arrays.copyOf(table, states * VALUES);
        shorter = new int[states];
        completeSteps(states);
    }

    /** Where a byte leads out of the tree of byte strings, the search goes on in what it has seen of another one. */
    private void completeSteps(int states) {
        var fallback = new int[states];
        var queue = new ArrayDeque<Integer>();
        for (int value = 0; value < VALUES; value++) {
            if (next[value] != 0) {
                queue.add(next[value]);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            var other = fallback[state];
            shorter[state] = ending[other] == NONE ? shorter[other] : other;
            for (int value = 0; value < VALUES; value++) {
                var step = state * VALUES + value;
                var elsewhere = next[other * VALUES + value];
                if (next[step] == 0) {
                    next[step] = elsewhere;
                } else {
                    fallback[next[step]] = elsewhere;
                    queue.add(next[step]);
                }
            }
        }
    }

    /** A pass over one sequence of bytes. */
    final class Pass {
        private int state;
        private long read;

        /**
         * The next piece.
         *
         * @param found gets the number of each byte string and the position behind its end
         */
        void read(byte[] piece, int length, ObjLongConsumer<Integer> found) {
            for (int i = 0; i < length; i++) {
                state = next[state * VALUES + Byte.toUnsignedInt(piece[i])];
                if (ending[state] != NONE) {
                    found.accept(ending[state], read + i + 1);
                }
                for (int also = shorter[state]; also != 0; also = shorter[also]) {
                    found.accept(ending[also], read + i + 1);
                }
            }
            read += length;
        }
    }
}
