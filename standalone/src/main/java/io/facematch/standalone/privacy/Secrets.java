package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.search.Marker;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** All that is looked for. Random, so that it is in a file only if the product wrote it there. */
final class Secrets {
    private static final int LETTERS = 20;
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Marker> all = new ArrayList<>();

    /** A new word, to be part of a name. */
    String word(String what) {
        var word = newWord();
        add(Marker.ofText(what, word));
        return word;
    }

    static String newWord() {
        return RANDOM.ints(LETTERS, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** New bytes, to be part of a photo. */
    byte[] bytes(String what) {
        var bytes = newBytes();
        add(Marker.ofBytes(what, bytes));
        return bytes;
    }

    static byte[] newBytes() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    void add(Marker marker) {
        all.add(marker);
    }

    List<Marker> all() {
        return List.copyOf(all);
    }
}
