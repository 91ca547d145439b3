package io.facematch.api.audit.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.feedback.Feedback;
import io.facematch.api.audit.filter.DecisionCode;
import io.facematch.api.jobs.JobView;
import io.facematch.api.outcome.OutcomeView;
import io.facematch.api.outcome.OutcomeView.Details;
import io.facematch.api.outcome.PublishedSimilarity;
import io.facematch.api.outcome.Reasons;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Erased;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.tenant.OpenedReference;
import io.facematch.verification.Decision;
import java.net.URI;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an outcome, in JSON: who asked, what a job's own list says of it, and where it is in the log.
 *
 * @param summary what happened, in a sentence or two
 * @param acceptedOn the day on which the job was accepted, in UTC
 * @param detector id of the network that found the faces
 * @param worker version and name of the process that compared
 * @param sensitive only for those who may see it
 * @param feedback what was said of it, the last first
 */
record OutcomeDetail(
        String id,
        UUID job,
        int pairIndex,
        String summary,
        String tenant,
        String client,
        String surface,
        LocalDate acceptedOn,
        String status,
        @Nullable String decision,
        @JsonUnwrapped @Nullable Details details,
        @Nullable String detector,
        String worker,
        @JsonUnwrapped @Nullable Sensitive sensitive,
        List<Feedback> feedback,
        Log log,
        Links links) {

    /**
     * Its place in the tenant's transparency log.
     *
     * @param leafIndex from 0; null while it is not there yet
     */
    record Log(
            String state,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long leafIndex) {
        static Log of(@Nullable Long leafIndex) {
            return new Log(leafIndex == null ? "not yet in the log" : "in the log", leafIndex);
        }
    }

    /**
     * By what a subject can be recognized.
     *
     * @param subjectReference keyed digest of the {@code unique_id} or stem, in hex
     * @param referenceNotOpened why {@code consentRef} and {@code reference} are not there although the client said
     *     something: {@code no_key} or {@code altered}
     * @param photoDigests of the photos
     */
    record Sensitive(
            @Nullable String subjectReference,
            @Nullable String consentRef,
            @Nullable String reference,
            @Nullable String referenceNotOpened,
            @Nullable PhotoDigests photoDigests) {

        /** @param opened what the client said about its submission */
        static Sensitive of(Outcome outcome, byte @Nullable [] subject, OpenedReference opened) {
            var said = opened.said();
            var why = opened.why();
            return new Sensitive(
                    subject == null ? null : HexFormat.of().formatHex(subject),
                    said.consentRef(),
                    said.reference(),
                    why == null ? null : why.code(),
                    PhotoDigests.of(outcome.photos()));
        }

        @Override
        public String toString() {
            return "Sensitive[withheld]";
        }
    }

    /** Keyed digests of the files, in hex. */
    record PhotoDigests(@Nullable String image1, @Nullable String image2) {
        static @Nullable PhotoDigests of(Outcome.Photos photos) {
            var image1 = digest(photos.probe());
            var image2 = digest(photos.reference());
            return image1 == null && image2 == null ? null : new PhotoDigests(image1, image2);
        }

        private static @Nullable String digest(Outcome.@Nullable Photo photo) {
            return photo == null ? null : photo.digest();
        }
    }

    /** Relative to the API's address. */
    record Links(URI self, URI job, @Nullable URI model, URI proof) {}

    /** @param sensitive null for those who may not see it */
    static OutcomeDetail of(
            OutcomeId id,
            Outcome outcome,
            @Nullable Long leafIndex,
            List<Feedback> feedback,
            @Nullable Sensitive sensitive) {
        var job = outcome.job();
        var models = outcome.models();
        return new OutcomeDetail(
                id.toString(),
                id.job(),
                id.index(),
                summary(outcome),
                job.tenant(),
                job.client(),
                job.surface(),
                job.acceptedOn(),
                outcome.result().status().code(),
                decision(outcome),
                OutcomeView.of(new StoredOutcome(id.index(), null, Optional.of(outcome)))
                        .details(),
                models == null ? null : models.detector(),
                outcome.worker(),
                sensitive,
                feedback,
                Log.of(leafIndex),
                new Links(
                        id.address(),
                        JobView.self(id.job()),
                        models == null ? null : URI.create("/v1/models/" + models.embedder()),
                        URI.create(id.address() + "/proof")));
    }

    private static @Nullable String decision(Outcome outcome) {
        return switch (outcome.result()) {
            case Compared compared -> DecisionCode.of(compared.decision());
            case Erased erased -> DecisionCode.of(erased.decision());
            case NotCompared ignored -> null;
            case Fault ignored -> null;
        };
    }

    private static String summary(Outcome outcome) {
        return switch (outcome.result()) {
            case Compared compared -> summary(compared, outcome);
            case Erased erased ->
                (erased.decision() == Decision.MATCH ? "Match" : "Non-match")
                        + ". Its subject was erased: how alike the faces were is not kept any more.";
            case NotCompared ignored -> "Not compared. " + eachReason(outcome);
            case Fault ignored -> "Given up without a comparison. " + eachReason(outcome);
        };
    }

    private static String summary(Compared compared, Outcome outcome) {
        var isMatch = compared.decision() == Decision.MATCH;
        return String.format(
                Locale.ROOT,
                "%s: the similarity %s %s the threshold %.4f of the operating point %s.",
                isMatch ? "Match" : "Non-match",
                PublishedSimilarity.of(compared, outcome.threshold()).toPlainString(),
                isMatch ? "reaches" : "is below",
                outcome.threshold(),
                outcome.job().operatingPoint().code());
    }

    private static String eachReason(Outcome outcome) {
        var told = new StringBuilder();
        for (var entry : Reasons.of(outcome).entries()) {
            told.append(told.isEmpty() ? "" : " ")
                    .append(entry.side())
                    .append(": ")
                    .append(entry.reason().message())
                    .append('.');
        }
        return told.toString();
    }

    @Override
    public String toString() {
        return "OutcomeDetail[" + id + "]";
    }
}
