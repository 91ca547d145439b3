package io.facematch.api.archive.codepage;

import java.lang.Character.UnicodeScript;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Guesses the code page of the names of one archive, which one machine wrote: the one in which they look most like
 * names. It looks at which letters come out, whether they are of one script, and whether capitals stand where words
 * begin. Thousands of names decide better than one; of one short name the guess is often wrong.
 */
public final class CodePageGuess {
    /** Looking at more would take longer and not change the guess. */
    private static final int MOST_NAMES = 2_000;

    /** For each letter, in favour of the pages that such archives have more often. */
    private static final double ORIGIN = 0.5;

    private static final double UNREADABLE = -10;
    private static final double LOST_SUFFIX = -5;
    private static final double IMPOSSIBLE_NEIGHBOUR = -2;
    private static final double CAPITAL_INSIDE = -2;
    private static final double ALL_CAPITALS = -0.1;
    private static final double UNUSUAL_NEIGHBOURS = -0.5;

    private static final String SUFFIX = "_image";
    /** Forms that letters of Hebrew have at the end of a word only. */
    private static final String HEBREW_FINALS = "ךםןףץ";

    private static final String VOWELS = "aeiouyøæœ";

    private CodePageGuess() {}

    /**
     * Guesses.
     *
     * @param names bytes of names that are not valid UTF-8
     * @param isOfDos whether the archive says that it comes from a file system of DOS or Windows
     */
    public static NameEncoding of(List<byte[]> names, boolean isOfDos) {
        int step = Math.max(1, names.size() / MOST_NAMES);
        var best = CodePage.CP437;
        double bestFit = 0;
        for (var page : CodePage.values()) {
            double origin = page.isUsedBy(isOfDos) ? ORIGIN : 0;
            double fit = 0;
            for (int i = 0; i < names.size(); i += step) {
                fit += fit(names.get(i), page, origin);
            }
            if (fit > bestFit) {
                best = page;
                bestFit = fit;
            }
        }
        return best.guessed();
    }

    private static double fit(byte[] name, CodePage page, double origin) {
        var text = page.guessed().decode(name);
        if (text == null) {
            return UNREADABLE;
        }
        var encoder = page.charset()
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        double fit = isSuffixLost(name, text) ? LOST_SUFFIX : 0;
        var letters = text.codePoints().toArray();
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] > 0x7F) {
                fit += fit(letters, i, page.letters(), encoder) + origin;
            }
        }
        return fit;
    }

    /** Read in pairs of bytes, the underscore before "image1" may become half of a letter. */
    private static boolean isSuffixLost(byte[] name, String text) {
        var bytes = new String(name, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return bytes.contains(SUFFIX) && !text.toLowerCase(Locale.ROOT).contains(SUFFIX);
    }

    private static double fit(int[] text, int at, Letters letters, CharsetEncoder encoder) {
        int letter = text[at];
        int before = at > 0 ? text[at - 1] : ' ';
        int after = at + 1 < text.length ? text[at + 1] : ' ';
        double fit = letters.fit(letter, encoder);
        if (areOfDifferentScripts(letter, before) || areOfDifferentScripts(letter, after)) {
            fit += IMPOSSIBLE_NEIGHBOUR;
        }
        if (Character.isUpperCase(letter)) {
            if (Character.isLowerCase(before)) {
                fit += CAPITAL_INSIDE;
            } else if (Character.isUpperCase(before)) {
                fit += ALL_CAPITALS;
            }
        }
        if (Character.isLowerCase(letter) && Character.isUpperCase(after)) {
            fit += CAPITAL_INSIDE;
        }
        if (HEBREW_FINALS.indexOf(letter) >= 0 && Character.isLetter(after)) {
            fit += IMPOSSIBLE_NEIGHBOUR;
        }
        if (UnicodeScript.of(letter) == UnicodeScript.LATIN && !areUsualNeighbours(before, letter)) {
            fit += UNUSUAL_NEIGHBOURS;
        }
        return fit;
    }

    private static boolean areOfDifferentScripts(int letter, int other) {
        if (!Character.isLetter(letter) || !Character.isLetter(other)) {
            return false;
        }
        var one = UnicodeScript.of(letter);
        var another = UnicodeScript.of(other);
        // Japanese mixes kanji and kana.
        return one != another && (isOfAnAlphabet(one) || isOfAnAlphabet(another));
    }

    private static boolean isOfAnAlphabet(UnicodeScript script) {
        return switch (script) {
            case LATIN, CYRILLIC, GREEK, HEBREW, ARABIC, THAI -> true;
            default -> false;
        };
    }

    /** Latin words have few accents, and few accented vowels after another vowel: "João" and "Noël", not "Joaê". */
    private static boolean areUsualNeighbours(int before, int letter) {
        if (before > 0x7F && Character.isLetter(before)) {
            return false;
        }
        int small = Character.toLowerCase(letter);
        int smallBefore = Character.toLowerCase(before);
        boolean isAfterVowel = VOWELS.indexOf(smallBefore) >= 0;
        return switch (small) {
            case 'ß', 'ğ' -> isAfterVowel;
            case 'ï' -> isAfterVowel && smallBefore != 'y';
            case 'â', 'ê', 'ô', 'û', 'à', 'è', 'ò', 'á', 'ø', 'æ', 'ã', 'õ' ->
                !isAfterVowel || smallBefore == 'i' || smallBefore == 'u';
            default -> true;
        };
    }
}
