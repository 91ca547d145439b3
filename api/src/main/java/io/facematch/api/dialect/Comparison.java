package io.facematch.api.dialect;

import io.facematch.api.form.PairForm;
import io.facematch.api.outcome.OutwardSimilarity;
import io.facematch.api.outcome.StoredOutcome.Decided;
import io.facematch.verification.Decision;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/** How a comparison ended, in the words of the route that asked for it. */
public record Comparison(UUID job, PairForm form, Decided decided) {

    public Status status() {
        return decided.status();
    }

    public boolean isMatch() {
        return decided.decision() == Decision.MATCH;
    }

    /** Calibrated, in [0, 1], rounded; 0 when there was no comparison. */
    public double similarity() {
        var similarity = decided.similarity();
        return similarity == null
                ? 0
                : OutwardSimilarity.of(similarity, decided.decision(), decided.operatingPoint())
                        .doubleValue();
    }

    /** Why there was no comparison, in words: one sentence for each image that is at fault. */
    public List<String> reasons() {
        var reasons = new ArrayList<String>();
        add(reasons, form.probe(), decided.probeReason());
        add(reasons, form.reference(), decided.referenceReason());
        if (decided.fault() != null) {
            reasons.add(StringUtils.capitalize(sentence(decided.fault().message())));
        }
        return reasons;
    }

    private static void add(List<String> reasons, String part, @Nullable Reason reason) {
        if (reason != null) {
            reasons.add(part + ": " + sentence(reason.message()));
        }
    }

    private static String sentence(String message) {
        return message + ".";
    }

    /**
     * What the vendors' answers have no place for: {@code Facematch-Status} (the seven codes), {@code Facematch-Reason}
     * (for each image at fault, {@code <part>=<reason>}) and {@code Facematch-Job}, the id in the audit.
     */
    public HttpHeaders headers() {
        var headers = new HttpHeaders();
        headers.set("Facematch-Job", job.toString());
        headers.set("Facematch-Status", status().code());
        var reasons = Stream.of(
                        code(form.probe(), decided.probeReason()),
                        code(form.reference(), decided.referenceReason()),
                        code("pair", decided.fault()))
                .flatMap(List::stream)
                .toList();
        if (!reasons.isEmpty()) {
            headers.set("Facematch-Reason", String.join(", ", reasons));
        }
        return headers;
    }

    private static List<String> code(String part, @Nullable Reason reason) {
        return reason == null ? List.of() : List.of(part + "=" + reason.name().toLowerCase(Locale.ROOT));
    }
}
