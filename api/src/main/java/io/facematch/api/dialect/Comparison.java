package io.facematch.api.dialect;

import io.facematch.api.form.PairForm;
import io.facematch.api.outcome.FacesFound;
import io.facematch.api.outcome.PublishedSimilarity;
import io.facematch.api.outcome.Reasons;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Erased;
import io.facematch.verification.Decision;
import io.facematch.verification.Role;
import io.facematch.verification.Status;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;

/** How a comparison ended, in the words of the route that asked for it. */
public record Comparison(UUID job, PairForm form, Outcome outcome) {

    public Status status() {
        return outcome.result().status();
    }

    public HttpStatus httpStatus() {
        return HttpStatus.valueOf(outcome.httpStatus());
    }

    public boolean isMatch() {
        return (outcome.result() instanceof Compared compared && compared.decision() == Decision.MATCH)
                || (outcome.result() instanceof Erased erased && erased.decision() == Decision.MATCH);
    }

    /** Calibrated, in [0, 1], rounded; 0 when there was no comparison, or it was erased. */
    public double similarity() {
        return outcome.result() instanceof Compared compared
                ? PublishedSimilarity.of(compared, outcome.threshold()).doubleValue()
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
     * (for each image at fault, {@code <part>=<reason>}), {@code Facematch-Faces} (how many each image shows, where it
     * is known) and {@code Facematch-Job}, the id in the audit.
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
        var faces = facesFound();
        if (!faces.isEmpty()) {
            headers.set("Facematch-Faces", String.join(", ", faces));
        }
        return headers;
    }

    /** With the names of the native answer, whose {@code faces_found} it repeats. */
    private List<String> facesFound() {
        return Stream.of(Role.values())
                .map(role -> Optional.ofNullable(FacesFound.in(role, outcome)).map(count -> role.code() + "=" + count))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The name of the part that is at fault, or the pair as a whole. */
    private String part(Reasons.Entry entry) {
        return entry.role()
                .map(role -> role == Role.PROBE ? form.probe() : form.reference())
                .orElseGet(entry::side);
    }
}
