package io.facematch.api.audit.retention;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Periods that laws ask for, as days that are at least so long whatever the months and leap years. */
enum Preset {
    /** Regulation (EU) 2024/1689 (AI Act), Article 26(6): logs at least six months. */
    EU_6_MONTHS(184),
    /** India, Digital Personal Data Protection Rules 2025, Rule 8(3): at least one year, and then to be erased. */
    INDIA_DPDP_1_YEAR(366),
    /** UAE, Consumer Protection Standards of the Central Bank, 6.1.6: at least five years. */
    UAE_5_YEARS(1827),
    /** Saudi Arabia, rules of the central bank (SAMA): at least ten years. */
    KSA_10_YEARS(3653);

    private final int days;

    Preset(int days) {
        this.days = days;
    }

    int days() {
        return days;
    }

    /** On the wire, in the ledger and in the documents. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Preset> of(String code) {
        return Arrays.stream(values())
                .filter(preset -> preset.code().equals(code))
                .findFirst();
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(Preset::code).toList();
    }
}
