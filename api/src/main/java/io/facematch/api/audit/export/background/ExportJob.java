package io.facematch.api.audit.export.background;

import io.facematch.api.audit.filter.OutcomeFilter;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An export as it is stored.
 *
 * @param filter whose tenant is the one whose outcomes they are
 * @param ownerTenant who asked, with {@code ownerClient}
 * @param format code of a format; {@code zip} for packs
 * @param problem why it failed; null unless it did
 * @param attempts how often it was begun
 * @param rowsKnown how many there are to be; null until they were counted
 * @param bytes of the file; null unless there is one
 * @param sha256 of the file, in hex
 */
record ExportJob(
        UUID id,
        OutcomeFilter filter,
        String ownerTenant,
        String ownerClient,
        Kind kind,
        String format,
        boolean allColumns,
        boolean byteOrderMark,
        String zone,
        long logSize,
        State state,
        @Nullable Problem problem,
        int attempts,
        long rowsDone,
        @Nullable Long rowsKnown,
        Instant submittedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        @Nullable Long bytes,
        @Nullable String sha256) {

    /** What is in the file. */
    enum Kind {
        /** The outcomes. */
        ROWS,
        /** The outcomes with their proofs. */
        PACK;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where it stands. */
    enum State {
        QUEUED,
        RUNNING,
        COMPLETED,
        FAILED,
        EXPIRED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why there is no file. */
    enum Problem {
        TOO_MANY_ROWS(
                "More outcomes match than one export may have. Narrow the period, or ask for one client at a time."),
        NO_ROOM(
                "There was no room for the file. Narrow the period, delete exports that you have fetched, or try later."),
        LOG_NOT_SIGNED("The log is not signed, or not by the keys that the server has now. Try again in a minute."),
        NOT_INTACT("The outcomes are not what was entered into the log. Its operator runs './facematch audit verify'."),
        SUBJECT_ERASED(
                "The subject that was asked for, or the one whose photo was, was erased. There is nothing left to export."),
        INTERRUPTED("The process that made it ended, several times. Try again."),
        INTERNAL_ERROR("Something unexpected happened. Its operator finds it in the server's log.");

        private final String detail;

        Problem(String detail) {
            this.detail = detail;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String detail() {
            return detail;
        }

        static Problem ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** The name to offer for the download. */
    String fileName() {
        var what = kind == Kind.PACK ? "facematch-evidence-" : "facematch-outcomes-";
        return what + submittedAt.toString().replaceAll("[:-]|\\.\\d+", "") + "." + format;
    }

    /** Without the filter's values, which may name people. */
    @Override
    public String toString() {
        return "ExportJob[" + id + ", " + state + "]";
    }
}
