package io.facematch.api.submission;

import io.facematch.api.archive.ArchiveReading;
import io.facematch.api.archive.StemRule;
import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.api.form.PairReader;
import io.facematch.api.form.ReferenceReader;
import io.facematch.api.parameter.QueryParameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.tenant.ClientReference;
import io.facematch.verification.OperatingPoint;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the address of a submission says.
 *
 * @param reading how the names of an archive are read; a pair has none
 * @param reference what the client says about the submission
 */
record SubmissionParameters(OperatingPoint operatingPoint, ArchiveReading reading, ClientReference reference) {
    private static final String OPERATING_POINT = "operating_point";
    private static final String NAMES = "names";
    private static final String STEMS = "stems";

    /**
     * From the query alone: asking the container for a parameter would have it read a form's body.
     *
     * @throws Problem for a value that is none: a decision must not be made by another rule than the client believes
     */
    static SubmissionParameters of(HttpServletRequest request) {
        var query = QueryParameters.of(request);
        var point = query.text(OPERATING_POINT);
        return new SubmissionParameters(
                PairReader.operatingPoint(point == null ? "" : point),
                new ArchiveReading(encoding(query.text(NAMES)), stems(query.text(STEMS))),
                new ClientReference(text(query, ReferenceReader.CONSENT_REF), text(query, ReferenceReader.REFERENCE)));
    }

    /** @param point counts, where there is one, in the place of its own */
    SubmissionParameters with(Optional<OperatingPoint> point) {
        return new SubmissionParameters(point.orElse(operatingPoint), reading, reference);
    }

    private static @Nullable NameEncoding encoding(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return NameEncoding.named(name)
                .orElseThrow(() -> invalid("names must be the name of a code page, such as cp850, cp866, windows-1251,"
                        + " gbk, cp932 or utf-8. Without it the server guesses."));
    }

    private static StemRule stems(@Nullable String code) {
        return code == null
                ? StemRule.NAME
                : StemRule.ofCode(code).orElseThrow(() -> invalid("stems must be name or path."));
    }

    private static @Nullable String text(QueryParameters query, String name) {
        return ReferenceReader.checked(name, query.text(name));
    }

    private static Problem invalid(String detail) {
        return new Problem(ProblemCode.INVALID_PARAMETER, detail);
    }
}
