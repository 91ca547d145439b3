package io.facematch.api.form;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.apache.coyote.BadRequestException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The parts of a {@code multipart/form-data} body, one after the other. */
public final class FormParts {
    private static final int MAX_PART_HEADER_BYTES = 1024;

    private FormParts() {}

    /** Takes each part in turn. */
    public interface Reader {
        void read(FormPart part) throws IOException;
    }

    public static boolean isForm(HttpServletRequest request) {
        return MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(contentType(request));
    }

    /** The type of the body; {@link MediaType#ALL} when the header is missing or broken. */
    public static MediaType contentType(HttpServletRequest request) {
        try {
            var type = request.getContentType();
            return type == null ? MediaType.ALL : MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException e) {
            return MediaType.ALL;
        }
    }

    /**
     * Reads a form to its end.
     *
     * @param maxBytes of the whole body, with or without Content-Length; parts without a name count, too
     */
    public static void read(HttpServletRequest request, long maxBytes, Reader reader) throws IOException {
        var upload = new JakartaServletFileUpload<>();
        upload.setMaxSize(maxBytes);
        upload.setMaxPartHeaderSize(MAX_PART_HEADER_BYTES);
        upload.setHeaderCharset(StandardCharsets.UTF_8);
        try {
            var parts = upload.getItemIterator(request);
            while (parts.hasNext()) {
                reader.read(new FormPart(parts.next()));
            }
        } catch (FileUploadSizeException e) {
            throw new Problem(
                    ProblemCode.TOO_LARGE,
                    "The body may have " + maxBytes + " bytes at most, and the headers of a part "
                            + MAX_PART_HEADER_BYTES + ".");
        } catch (FileUploadException e) {
            if (e.getCause() instanceof BadRequestException broken) {
                throw broken; // of the connection, not of the form
            }
            throw new Problem(
                    ProblemCode.MALFORMED_REQUEST, "The multipart body is broken or cut off. Check its boundary.");
        }
    }

    /** Whether reading failed because of what the client sent, not because of this machine. */
    public static boolean isBrokenBody(IOException e) {
        return e instanceof BadRequestException || e instanceof FileUploadException;
    }
}
