package io.facematch.api.audit.filter;

import io.facematch.verification.Decision;
import io.facematch.verification.Status;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which outcomes of a tenant are wanted, and in which order. What is null is not asked for.
 *
 * @param from decided then or later
 * @param to decided before
 * @param similarityMin that or higher, of compared pairs, in [0, 1]
 * @param similarityMax that or lower
 * @param model id of the network that decided
 * @param subject keyed digest of a {@code unique_id} or stem
 * @param photo keyed digest of the probe's or the reference's file
 */
@SuppressWarnings("ArrayRecordComponent") // used for one request, never compared
public record OutcomeFilter(
        String tenant,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String client,
        @Nullable String surface,
        @Nullable UUID job,
        @Nullable Status status,
        @Nullable Decision decision,
        @Nullable Double similarityMin,
        @Nullable Double similarityMax,
        @Nullable String model,
        @Nullable String calibration,
        byte @Nullable [] subject,
        byte @Nullable [] photo,
        boolean oldestFirst) {

    /** The word for the digest of a subject. */
    public static final String SUBJECT_DIGEST = "subject_reference";

    /** The same of a photo. */
    public static final String PHOTO_DIGEST = "photo_digest";

    /** The words that only those may see who may see what is sensitive. */
    public static final Set<String> DIGESTS = Set.of(SUBJECT_DIGEST, PHOTO_DIGEST);

    /** The same outcomes in this order. */
    public OutcomeFilter inOrder(boolean byOldestFirst) {
        return new OutcomeFilter(
                tenant,
                from,
                to,
                client,
                surface,
                job,
                status,
                decision,
                similarityMin,
                similarityMax,
                model,
                calibration,
                subject,
                photo,
                byOldestFirst);
    }

    /** Whether only some times or similarities are asked for. */
    public boolean hasRange() {
        return from != null || to != null || similarityMin != null || similarityMax != null;
    }

    /** Whether no outcome can be found: a decision and a similarity are those of compared pairs. */
    public boolean isContradiction() {
        return status != null
                && status != Status.SUCCESS
                && (decision != null || similarityMin != null || similarityMax != null);
    }

    /**
     * What is asked for, by the names of the parameters, as a log of who looked at what may keep it: of a subject
     * and a photo, the digests.
     */
    public Map<String, String> words() {
        var words = new LinkedHashMap<String, String>();
        put(words, "tenant", tenant);
        put(words, "from", from);
        put(words, "to", to);
        put(words, "client", client);
        put(words, "surface", surface);
        put(words, "job", job);
        put(words, "status", status == null ? null : status.code());
        put(words, "decision", decision == null ? null : DecisionCode.of(decision));
        put(words, "similarity_min", similarityMin);
        put(words, "similarity_max", similarityMax);
        put(words, "model", model);
        put(words, "calibration", calibration);
        put(words, SUBJECT_DIGEST, subject == null ? null : HexFormat.of().formatHex(subject));
        put(words, PHOTO_DIGEST, photo == null ? null : HexFormat.of().formatHex(photo));
        put(words, "order", oldestFirst ? "oldest" : "newest");
        return words;
    }

    /**
     * The same filter again, of its words: {@link #words} and this are each other's inverse.
     *
     * @param words without the tenant and the digests
     * @param subject keyed digest
     * @param photo keyed digest
     */
    public static OutcomeFilter ofWords(
            String tenant, Map<String, String> words, byte @Nullable [] subject, byte @Nullable [] photo) {
        var from = words.get("from");
        var to = words.get("to");
        var job = words.get("job");
        var status = words.get("status");
        var decision = words.get("decision");
        var least = words.get("similarity_min");
        var most = words.get("similarity_max");
        return new OutcomeFilter(
                tenant,
                from == null ? null : Instant.parse(from),
                to == null ? null : Instant.parse(to),
                words.get("client"),
                words.get("surface"),
                job == null ? null : UUID.fromString(job),
                status == null ? null : Status.ofCode(status),
                decision == null ? null : DecisionCode.decision(decision).orElseThrow(),
                least == null ? null : Double.valueOf(least),
                most == null ? null : Double.valueOf(most),
                words.get("model"),
                words.get("calibration"),
                subject,
                photo,
                "oldest".equals(words.get("order")));
    }

    private static void put(Map<String, String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.put(name, value.toString());
        }
    }

    /** Without values, which may name people. */
    @Override
    public String toString() {
        return "OutcomeFilter" + words().keySet();
    }
}
