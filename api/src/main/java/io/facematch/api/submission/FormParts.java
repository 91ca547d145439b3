package io.facematch.api.submission;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.apache.coyote.BadRequestException;

/** The parts of a {@code multipart/form-data} body as they stream in; none of them touches a disk. */
final class FormParts {
    private static final int MAX_FIELD_BYTES = 1024;
    private static final int MAX_PART_HEADER_BYTES = 1024;

    private FormParts() {}

    interface Reader {
        void read(String name, FileItemInput part) throws IOException;
    }

    /** @param maxBytes of the whole body, announced or not: parts without name and what precedes the first one count */
    static void read(HttpServletRequest request, long maxBytes, Reader reader) throws IOException {
        var upload = new JakartaServletFileUpload<>();
        upload.setMaxSize(maxBytes);
        upload.setMaxPartHeaderSize(MAX_PART_HEADER_BYTES);
        upload.setHeaderCharset(StandardCharsets.UTF_8);
        try {
            var parts = upload.getItemIterator(request);
            while (parts.hasNext()) {
                var part = parts.next();
                reader.read(part.getFieldName() == null ? "" : part.getFieldName(), part);
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

    static byte[] image(String name, FileItemInput part, int maxBytes) throws IOException {
        requireFile(name, part);
        var image = part.getInputStream().readNBytes(maxBytes + 1);
        if (image.length > maxBytes) {
            throw new Problem(ProblemCode.TOO_LARGE, name + " is larger than " + maxBytes + " bytes.");
        }
        return image;
    }

    static String field(String name, FileItemInput part) throws IOException {
        var text = part.getInputStream().readNBytes(MAX_FIELD_BYTES + 1);
        if (text.length > MAX_FIELD_BYTES) {
            throw new Problem(ProblemCode.TOO_LARGE, name + " is longer than " + MAX_FIELD_BYTES + " bytes.");
        }
        var field = new String(text, StandardCharsets.UTF_8);
        Arrays.fill(text, (byte) 0);
        return field;
    }

    static void requireFile(String name, FileItemInput part) {
        if (part.isFormField()) {
            throw new Problem(ProblemCode.UNEXPECTED_PART, name + " must be a file: its part has no filename.");
        }
    }

    static Problem twice(String name) {
        return new Problem(ProblemCode.UNEXPECTED_PART, name + " is there twice; send it once.");
    }
}
