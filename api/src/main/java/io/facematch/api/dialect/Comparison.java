package io.facematch.api.dialect;

import io.facematch.api.form.PairForm;
import io.facematch.api.outcome.PublishedSimilarity;
import io.facematch.api.outcome.Reasons;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.verification.Decision;
import io.facematch.verification.Role;
import io.facematch.verification.Status;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/** How a comparison ended, in the words of the route that asked for it. */
public record Comparison(UUID job, PairForm form, Outcome outcome) {

    public Status status() {
        return outcome.result().status();
    }

    public boolean isMatch() {
        return outcome.result() instanceof Compared compared && compared.decision() == Decision.MATCH;
    }

    /** Calibrated, in [0, 1], rounded; 0 when there was no comparison. */
    public double similarity() {
        return outcome.result() instanceof Compared compared
                ? PublishedSimilarity.of(compared, outcome.job().operatingPoint())
                        .doubleValue()
                : 0;
    }

    /** Why there was no comparison: one sentence for each image that is at fault. */
    public List<String> reasons() {
        return Reasons.of(outcome).entries().stream()
                .map(entry -> entry.role().isEmpty()
                        ? StringUtils.capitalize(entry.reason().message()) + "."
                        : part(entry) + ": " + entry.reason().message() + ".")
                .toList();
    }

    /**
     * What the vendors' answers have no place for: {@code Facematch-Status} (the seven codes), {@code Facematch-Reason}
     * (for each image at fault, {@code <part>=<reason>}) and {@code Facematch-Job}, the id in the audit.
     */
    public HttpHeaders headers() {
        var headers = new HttpHeaders();
        headers.set("Facematch-Job", job.toString());
        headers.set("Facematch-Status", status().code());
        var reasons = Reasons.of(outcome).entries().stream()
                .map(entry -> part(entry) + "=" + entry.code())
                .toList();
        if (!reasons.isEmpty()) {
            headers.set("Facematch-Reason", String.join(", ", reasons));
        }
        return headers;
    }

    /** The name of the part that is at fault, or the pair as a whole. */
    private String part(Reasons.Entry entry) {
        return entry.role()
                .map(role -> role == Role.PROBE ? form.probe() : form.reference())
                .orElseGet(entry::side);
    }
}
