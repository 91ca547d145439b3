package io.facematch.api.form;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.payload.ImagePair;
import io.facematch.verification.OperatingPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the pair of one form from its parts, which may come in any order. */
public final class PairReader {
    private static final byte[] NO_IMAGE = {};

    private final PairForm form;
    private final int maxImageBytes;
    private final int maxPairBytes;
    private final Set<String> seen = new HashSet<>();
    private byte @Nullable [] probe;
    private byte @Nullable [] reference;
    private @Nullable String uniqueId;
    private @Nullable OperatingPoint operatingPoint;

    /** @param maxPairBytes of both images together */
    public PairReader(PairForm form, int maxImageBytes, int maxPairBytes) {
        this.form = form;
        this.maxImageBytes = maxImageBytes;
        this.maxPairBytes = maxPairBytes;
    }

    /**
     * Reads a part if the form has it.
     *
     * @return false for another part, of which nothing was read
     * @throws Problem 400 or 413, with the form's own names
     */
    public boolean take(FormPart part) throws IOException {
        var name = part.name();
        if (seen.contains(name)) {
            throw part.twice();
        }
        if (name.equals(form.probe())) {
            probe = part.image(maxImageBytes);
            requireThatBothFit();
        } else if (name.equals(form.reference())) {
            reference = part.image(maxImageBytes);
            requireThatBothFit();
        } else if (name.equals(form.uniqueId())) {
            uniqueId = part.text();
        } else if (name.equals(form.operatingPoint())) {
            operatingPoint = operatingPoint(part.text());
        } else {
            return false;
        }
        return seen.add(name);
    }

    private void requireThatBothFit() {
        if (probe != null && reference != null && (long) probe.length + reference.length > maxPairBytes) {
            throw new Problem(
                    ProblemCode.TOO_LARGE,
                    "%s and %s are larger than %d bytes together; send smaller ones."
                            .formatted(form.probe(), form.reference(), maxPairBytes));
        }
    }

    /** Whether the form held anything that belongs to a pair alone. */
    public boolean hasBegun() {
        return probe != null || reference != null || uniqueId != null;
    }

    /** The operating point that the form names, if it names one. */
    public Optional<OperatingPoint> operatingPoint() {
        return Optional.ofNullable(operatingPoint);
    }

    /**
     * The pair, once all parts were read. To be called once: then the images are the pair's alone.
     *
     * @param advice what to send, as sentences after those that say what is missing
     * @throws Problem 400, with the findings about both sides
     */
    public Pair pair(String advice) {
        var missing = new ArrayList<String>();
        var findings = new ArrayList<String>();
        check(form.probe(), probe, true, missing, findings);
        check(form.reference(), reference, form.referenceRequired(), missing, findings);
        if (!findings.isEmpty() || probe == null) {
            throw new Problem(
                    missing.isEmpty() ? ProblemCode.EMPTY_PART : ProblemCode.MISSING_PART,
                    String.join(" ", findings) + (missing.isEmpty() ? "" : advice),
                    findings.size() == 1 ? List.of() : findings);
        }
        var images = ImagePair.of(probe, reference == null ? NO_IMAGE : reference);
        var complete = new Pair(images, reference != null, uniqueId);
        probe = null;
        reference = null;
        return complete;
    }

    private static void check(
            String name, byte @Nullable [] image, boolean required, List<String> missing, List<String> findings) {
        if (image == null && required) {
            missing.add(name);
            findings.add(name + " is missing.");
        } else if (image != null && image.length == 0) {
            findings.add(name + " is empty.");
        }
    }

    /** The operating point of that name; the default one when the name is blank. */
    public static OperatingPoint operatingPoint(String code) {
        if (code.isBlank()) {
            return OperatingPoint.DEFAULT;
        }
        return OperatingPoint.ofCode(code.strip())
                .orElseThrow(() -> new Problem(
                        ProblemCode.INVALID_PARAMETER, "operating_point must be one of standard, strict and maximum."));
    }
}
