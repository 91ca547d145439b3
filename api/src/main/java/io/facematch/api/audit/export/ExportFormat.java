package io.facematch.api.audit.export;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** What an export can be. The first is the usual one. */
public enum ExportFormat {
    CSV("text/csv"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    JSONL("application/jsonl");

    private final String type;

    ExportFormat(String type) {
        this.type = type;
    }

    /** The name in an address, and the extension of the file. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String contentType() {
        return this == CSV ? type + ";charset=UTF-8" : type;
    }

    /** Of all. */
    public static String[] codes() {
        return Arrays.stream(values()).map(ExportFormat::code).toArray(String[]::new);
    }

    /** @param code of one of them */
    public static ExportFormat ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /**
     * The first that the header allows.
     *
     * @param accept of the request; null when there is none
     * @throws Problem 406 when it allows none
     */
    static ExportFormat accepted(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return CSV;
        }
        return sorted(accept).stream()
                .map(ExportFormat::allowedBy)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(ExportFormat::none);
    }

    private static List<MediaType> sorted(String accept) {
        try {
            var types = MediaType.parseMediaTypes(accept);
            MimeTypeUtils.sortBySpecificity(types);
            return types;
        } catch (InvalidMediaTypeException e) {
            throw none();
        }
    }

    private static Optional<ExportFormat> allowedBy(MediaType accepted) {
        return accepted.getQualityValue() == 0
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(format -> accepted.includes(MediaType.parseMediaType(format.type)))
                        .findFirst();
    }

    private static Problem none() {
        return new Problem(
                ProblemCode.NOT_ACCEPTABLE,
                "Acceptable representations: "
                        + Arrays.stream(values()).map(format -> format.type).toList() + ". Or name a format.");
    }
}
