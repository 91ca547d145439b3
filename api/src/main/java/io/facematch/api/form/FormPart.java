package io.facematch.api.form;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.fileupload2.core.FileItemInput;

/** One part of a form while it streams in. It can be read once, and only before the next part. */
public final class FormPart {
    private static final int MAX_TEXT_BYTES = 1024;

    private final String name;
    private final FileItemInput input;

    FormPart(FileItemInput input) {
        this.name = input.getFieldName() == null ? "" : input.getFieldName();
        this.input = input;
    }

    /** Empty when the part has none. */
    public String name() {
        return name;
    }

    /** The content of a part that must be a file. */
    public InputStream file() throws IOException {
        if (input.isFormField()) {
            throw new Problem(ProblemCode.UNEXPECTED_PART, name + " must be a file: its part has no filename.");
        }
        return input.getInputStream();
    }

    /** The file of a photo, into memory. */
    public byte[] image(int maxBytes) throws IOException {
        var image = file().readNBytes(maxBytes + 1);
        if (image.length > maxBytes) {
            throw new Problem(ProblemCode.TOO_LARGE, name + " is larger than " + maxBytes + " bytes.");
        }
        return image;
    }

    /** The content as UTF-8: 1,024 bytes at most. */
    public String text() throws IOException {
        var bytes = input.getInputStream().readNBytes(MAX_TEXT_BYTES + 1);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new Problem(ProblemCode.TOO_LARGE, name + " is longer than " + MAX_TEXT_BYTES + " bytes.");
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        Arrays.fill(bytes, (byte) 0);
        return text;
    }

    /** The problem of a part that may be there only once. */
    public Problem twice() {
        return new Problem(ProblemCode.UNEXPECTED_PART, name + " is there twice; send it once.");
    }
}
