package io.facematch.api.audit.filter;

import io.facematch.api.form.FormPart;
import io.facematch.api.form.FormParts;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.submission.Admission;
import io.facematch.tenant.TenantKeys;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads a filter from a body, which no program on the way logs: from a JSON object, or from a form that has a photo, too.
 * Of the photo only the keyed digest is left when this returns.
 */
@Component
public class FilterBodies {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Admission admission;
    private final TenantKeys keys;

    FilterBodies(Admission admission, TenantKeys keys) {
        this.admission = admission;
        this.keys = keys;
    }

    /**
     * What is asked for.
     *
     * @param body of the request
     * @param known names of texts that the route takes, in JSON and in a form alike
     * @throws Problem for what can't be read, for a name that is not known, and for a photo that is none
     * @throws io.facematch.api.security.MissingScope for a photo of another tenant, unless the token may see all of them
     */
    public Parameters read(Owner owner, HttpServletRequest request, InputStream body, List<String> known)
            throws IOException {
        if (FormParts.isForm(request)) {
            Parameters.requireNoneInAddress(request);
            return form(owner, request, known);
        }
        var given = Parameters.ofBody(request, body, withPhoto(known));
        if (given.text(FilterReader.PHOTO) != null) {
            throw Parameters.invalid(
                    "photo is a file. Send multipart/form-data with the file as the part photo, and the"
                            + " other filters as parts of the same names.");
        }
        return given;
    }

    private static List<String> withPhoto(List<String> known) {
        return Stream.concat(Stream.of(FilterReader.PHOTO), known.stream()).toList();
    }

    private Parameters form(Owner owner, HttpServletRequest request, List<String> known) throws IOException {
        try (var permit = admission.admitPhoto(request.getContentLengthLong())) {
            var form = new Form(admission.largestPhoto(), known);
            FormParts.read(request, admission.largestPhotoForm(), form::take);
            var photo = form.photo();
            var texts = Parameters.ofForm(form.texts, known);
            return texts.with(digest(FilterReader.tenant(owner, texts), photo));
        }
    }

    /** As it is made of the photos of a pair, when they are decided. */
    private byte[] digest(String tenant, byte[] photo) {
        keys.makePhotos(tenant);
        var key = keys.findPhotos(tenant)
                .orElseThrow(() -> Problem.busy(
                        "This server can't open the key by which it knows photos again. Its operator finds more in the"
                                + " server's log.",
                        PAUSE));
        return HexFormat.of().parseHex(key.digest(ByteBuffer.wrap(photo)));
    }

    /** The parts of one form, which may come in any order. */
    private static final class Form {
        private final int maxPhotoBytes;
        private final List<String> known;
        private final Map<String, String> texts = new LinkedHashMap<>();
        private byte @Nullable [] photo;

        Form(int maxPhotoBytes, List<String> known) {
            this.maxPhotoBytes = maxPhotoBytes;
            this.known = known;
        }

        void take(FormPart part) throws IOException {
            var name = part.name();
            if (name.equals(FilterReader.PHOTO)) {
                if (photo != null) {
                    throw part.twice();
                }
                photo = part.image(maxPhotoBytes);
            } else if (!known.contains(name)) {
                throw Parameters.unknown(name, withPhoto(known));
            } else if (texts.put(name, part.text()) != null) {
                throw part.twice();
            }
        }

        byte[] photo() {
            if (photo == null) {
                throw new Problem(
                        ProblemCode.MISSING_PART,
                        "photo is missing. Send the file as the part photo; without a photo, send a JSON object.");
            }
            if (photo.length == 0) {
                throw new Problem(ProblemCode.EMPTY_PART, "photo is empty.");
            }
            return photo;
        }
    }
}
