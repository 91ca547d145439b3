package io.facematch.api.audit.export;

import io.facematch.api.audit.table.AcceptedForms;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an export can be. The first is the usual one. */
enum ExportFormat {
    CSV("text/csv"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    JSONL("application/jsonl");

    private static final AcceptedForms<ExportFormat> FORMS =
            new AcceptedForms<>(List.of(values()), format -> format.type);

    private final String type;

    ExportFormat(String type) {
        this.type = type;
    }

    /** The name in an address, and the extension of the file. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String contentType() {
        return this == CSV ? type + ";charset=UTF-8" : type;
    }

    static String[] codes() {
        return Arrays.stream(values()).map(ExportFormat::code).toArray(String[]::new);
    }

    static ExportFormat ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /**
     * The first that the header allows.
     *
     * @param accept of the request; null when there is none
     * @throws io.facematch.api.problem.Problem 406 when it allows none
     */
    static ExportFormat accepted(@Nullable String accept) {
        return FORMS.choose(accept);
    }
}
