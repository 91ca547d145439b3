package io.facematch.api.submission;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Reads the pair of a request that answers with its outcome. */
@Component
public class PairReader {
    private final SubmissionGate gate;
    private final SubmissionSettings settings;

    PairReader(SubmissionGate gate, SubmissionSettings settings) {
        this.gate = gate;
        this.settings = settings;
    }

    /**
     * Asks the gate, then reads the body. The pair is to be closed when its outcome is there.
     *
     * @throws Problem 400, 413, 415 or 503, with the names of the form
     */
    public Pair read(HttpServletRequest request, PairForm form) throws IOException {
        if (!isMultipart(request)) {
            throw new Problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send multipart/form-data with " + form.expectation() + ".");
        }
        var room = gate.admitPair(request.getContentLengthLong());
        var complete = false;
        try {
            var pair = read(request, form, room);
            complete = true;
            return pair;
        } finally {
            if (!complete) {
                room.close();
            }
        }
    }

    private Pair read(HttpServletRequest request, PairForm form, Pair.Room room) throws IOException {
        var images = new HashMap<String, byte[]>();
        var fields = new HashMap<String, String>();
        FormParts.read(request, settings.largestPairForm(), (name, part) -> {
            if (images.containsKey(name) || fields.containsKey(name)) {
                throw FormParts.twice(name);
            }
            if (form.isImage(name)) {
                var limit = Math.toIntExact(settings.maxImageSize().toBytes());
                images.put(name, FormParts.image(name, part, limit));
            } else if (name.equals(form.uniqueId())) {
                fields.put(name, FormParts.field(name, part));
            } else {
                throw new Problem(
                        ProblemCode.UNEXPECTED_PART, "A part is not expected. Send " + form.expectation() + ".");
            }
        });
        var probe = images.get(form.probe());
        var reference = images.get(form.reference());
        requireImages(form, probe, reference);
        return new Pair(probe == null ? new byte[0] : probe, reference, fields.get(form.uniqueId()), room);
    }

    /** Tells of both sides at once. */
    private static void requireImages(PairForm form, byte @Nullable [] probe, byte @Nullable [] reference) {
        var findings = new ArrayList<String>();
        var missing = probe == null || (reference == null && form.referenceRequired());
        if (probe == null) {
            findings.add(form.probe() + " is missing.");
        } else if (probe.length == 0) {
            findings.add(form.probe() + " is empty.");
        }
        if (reference == null && form.referenceRequired()) {
            findings.add(form.reference() + " is missing.");
        } else if (reference != null && reference.length == 0) {
            findings.add(form.reference() + " is empty.");
        }
        if (!findings.isEmpty()) {
            throw new Problem(
                    missing ? ProblemCode.MISSING_PART : ProblemCode.EMPTY_PART, String.join(" ", findings), findings);
        }
    }

    private static boolean isMultipart(HttpServletRequest request) {
        try {
            var type = request.getContentType();
            return type != null && MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(MediaType.parseMediaType(type));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
