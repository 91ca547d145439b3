package io.facematch.standalone.models;

import java.util.Locale;

/** Constants as words for a terminal. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
