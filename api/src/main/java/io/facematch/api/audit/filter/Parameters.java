package io.facematch.api.audit.filter;

import io.facematch.api.form.FormParts;
import io.facematch.api.parameter.UnknownParameter;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a request asks for, by name: the parameters of its address, or the members of the JSON object in its body. A name
 * that is not known is refused, for a mistake in a filter must not show more than was meant.
 */
public final class Parameters {
    private static final int MAX_BODY_BYTES = 16 << 10;
    private static final int MAX_LENGTH = 1024;
    private static final String IN_A_BODY =
            "Send %s in the body of a POST: to /v1/outcomes/search, or to /v1/outcomes/export.";
    /** Of a name that is there twice, nobody knows which one was meant. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final Map<String, String> values;
    private final byte @Nullable [] photo;

    private Parameters(Map<String, String> values, List<String> known) {
        this.values = values;
        this.photo = null;
        values.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
            if (value.length() > MAX_LENGTH) {
                throw invalid(name + " is longer than " + MAX_LENGTH + " characters.");
            }
            if (!isText(value)) {
                throw invalid(name + " has characters that are no text.");
            }
        });
    }

    private Parameters(Map<String, String> values, byte[] photo) {
        this.values = values;
        this.photo = photo;
    }

    /**
     * Those of the address.
     *
     * @throws Problem for one that is not known, for one that is there twice, and for a form in the body, which nobody reads
     */
    public static Parameters ofAddress(HttpServletRequest request, List<String> known) {
        var values = new LinkedHashMap<String, String>();
        if (hasForm(request)) {
            throw invalid("This request takes no form. " + IN_A_BODY.formatted("a photo"));
        }
        request.getParameterMap().forEach((name, given) -> {
            if (name.equals(FilterReader.SUBJECT) || name.equals(FilterReader.PHOTO)) {
                throw invalid(
                        name + " is not taken in an address, which many programs log. " + IN_A_BODY.formatted("it"));
            }
            if (given.length > 1) {
                throw invalid("'" + shortened(name) + "' must be there once.");
            }
            values.put(name, given[0]);
        });
        return new Parameters(values, known);
    }

    /** A type alone is what some clients send with every request. */
    private static boolean hasForm(HttpServletRequest request) {
        return FormParts.isForm(request)
                && (request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null);
    }

    /**
     * Those of the body. The address must have none.
     *
     * @throws Problem for a body that is no JSON object of texts, numbers and truth values, and for a name that is not
     *     known
     */
    public static Parameters ofBody(HttpServletRequest request, InputStream body, List<String> known)
            throws IOException {
        requireNoneInAddress(request);
        if (!isJson(request.getContentType())) {
            throw new Problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send a JSON object, as application/json.");
        }
        var bytes = body.readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new Problem(ProblemCode.TOO_LARGE, "The body may have " + MAX_BODY_BYTES + " bytes at most.");
        }
        var values = new LinkedHashMap<String, String>();
        for (var member : object(bytes).properties()) {
            var value = member.getValue();
            if (value.isContainer()) {
                throw invalid("'" + shortened(member.getKey()) + "' must be a text or a number.");
            }
            if (!value.isNull()) {
                values.put(
                        member.getKey(), value.isNumber() ? value.numberValue().toString() : value.asString());
            }
        }
        return new Parameters(values, known);
    }

    /** Those of a form that was read, which are texts. */
    static Parameters ofForm(Map<String, String> texts, List<String> known) {
        return new Parameters(texts, known);
    }

    /** @throws Problem for an address with parameters, where all of them belong in the body */
    static void requireNoneInAddress(HttpServletRequest request) {
        if (request.getQueryString() != null && !request.getQueryString().isEmpty()) {
            throw invalid("The address takes no parameters here. Send them as members of the JSON object in the body,"
                    + " or as parts of the form.");
        }
    }

    private static JsonNode object(byte[] bytes) {
        try {
            var sent = JSON.readTree(bytes);
            if (sent.isObject()) {
                return sent;
            }
        } catch (JacksonException e) {
            // Its message would quote what was sent.
        }
        throw new Problem(ProblemCode.MALFORMED_REQUEST, "The body must be one JSON object, with each name once.");
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            return contentType != null && MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** The database takes neither zero characters nor halves of pairs. */
    private static boolean isText(String value) {
        return value.codePoints().noneMatch(c -> c < ' ' || Character.getType(c) == Character.SURROGATE);
    }

    private static String shortened(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "..." : name;
    }

    /** The same, and a photo. */
    Parameters with(byte[] digestOfPhoto) {
        return new Parameters(values, digestOfPhoto);
    }

    /** The keyed digest of the photo that came with them; null when none did. */
    byte @Nullable [] photo() {
        return photo;
    }

    /** All that are there but those of these names, by their names. */
    public Map<String, String> without(String... names) {
        var others = new TreeMap<>(values);
        others.keySet().removeAll(Arrays.asList(names));
        return others;
    }

    /** Null when it is not there. */
    public @Nullable String text(String name) {
        return values.get(name);
    }

    /** A whole number between the two, or {@code usual} when it is not there. */
    public int whole(String name, int least, int most, int usual) {
        var text = values.get(name);
        if (text == null) {
            return usual;
        }
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused like a number that is out of range.
        }
        throw invalid(name + " must be a whole number between " + least + " and " + most + ".");
    }

    /** The same for numbers without usual bounds; null when it is not there. */
    public @Nullable Long whole(String name) {
        var text = values.get(name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw invalid(name + " must be a whole number.");
        }
    }

    /** One of some words, or {@code usual} when it is not there. */
    public String oneOf(String name, String usual, String... words) {
        return oneOf(name, usual, Arrays.asList(words));
    }

    /** The same. */
    public String oneOf(String name, String usual, List<String> words) {
        var text = values.getOrDefault(name, usual);
        if (!words.contains(text)) {
            throw invalid(name + " must be one of " + String.join(", ", words) + ".");
        }
        return text;
    }

    /** The answer to a name that is none of these. */
    static Problem unknown(String name, List<String> known) {
        return UnknownParameter.problem(name, known);
    }

    /** The answer to a value that can't be used: says which, and what to send instead. */
    public static Problem invalid(String detail) {
        return UnknownParameter.invalid(detail);
    }
}
