package io.facematch.api.accesslog;

import io.facematch.api.security.Owner;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants to see something.
 *
 * @param tenant whose data it is
 * @param filter what was asked for, by names of parameters, without the tenant; a subject or a photo is never in it
 * @param subject keyed digest in hex, where a subject was asked for
 * @param photo keyed digest in hex, where a photo was asked for
 */
public record Access(
        Owner reader,
        String tenant,
        What what,
        Map<String, String> filter,
        @Nullable String subject,
        @Nullable String photo) {
    private static final String TENANT = "tenant";
    private static final String SUBJECT = "subject_reference";
    private static final String PHOTO = "photo_digest";

    public Access {
        filter = Map.copyOf(filter);
    }

    /** Where neither a subject nor a photo was asked for. */
    public Access(Owner reader, String tenant, What what, Map<String, String> filter) {
        this(reader, tenant, what, filter, null, null);
    }

    /** @param words with the tenant, and of a subject and a photo the digests: {@code OutcomeFilter.words()} */
    public static Access of(Owner reader, What what, Map<String, String> words) {
        var filter = new TreeMap<>(words);
        var tenant = filter.remove(TENANT);
        var subject = filter.remove(SUBJECT);
        var photo = filter.remove(PHOTO);
        return new Access(reader, tenant == null ? reader.tenant() : tenant, what, filter, subject, photo);
    }

    /** What was asked for. */
    public enum What {
        /** A page of outcomes. */
        SEARCH,
        /** All that is known of one outcome. */
        OUTCOME,
        /** Outcomes as a file. */
        EXPORT,
        /** The results of a job as a ZIP. */
        RESULTS,
        /** The proof of an outcome, which has its leaf. */
        PROOF,
        /** Leaves of the log. */
        ENTRIES,
        /** A page of accesses. */
        ACCESS,
        /** A report. */
        REPORT,
        /** Whether both photos of an outcome are of one person, as somebody says. */
        FEEDBACK,
        /** Outcomes with their proofs, as a ZIP. */
        PACK,
        /** All outcomes and accesses, held against the log. */
        VERIFICATION,
        /** All that tells of a subject was erased. */
        ERASURE,
        /** How long outcomes are kept was changed, or a legal hold was. */
        RETENTION,
        /** Outcomes that were older than that were deleted. */
        DELETION,
        /** A client was made or changed. */
        CLIENT,
        /** A webhook was made, changed or deleted. */
        WEBHOOK;

        /** As in the database, in leaves and on the wire. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Of all. */
        public static List<String> codes() {
            return Arrays.stream(values()).map(What::code).toList();
        }
    }

    /** Without values, which may name people. */
    @Override
    public String toString() {
        return "Access[" + what + "]";
    }
}
