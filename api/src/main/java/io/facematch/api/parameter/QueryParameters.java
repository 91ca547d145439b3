package io.facematch.api.parameter;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the query of an address says, each name once. Read from the address alone: asking the container for a parameter
 * would have it read a form's body.
 */
public final class QueryParameters {
    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the query of a request.
     *
     * @throws Problem for one that can't be decoded, or has a name twice
     */
    public static QueryParameters of(HttpServletRequest request) {
        return of(request.getQueryString());
    }

    /** @param query as it came, without the question mark; null for none */
    static QueryParameters of(@Nullable String query) {
        var values = new LinkedHashMap<String, String>();
        if (query != null) {
            for (var part : query.split("&", -1)) {
                if (part.isEmpty()) {
                    continue;
                }
                var equals = part.indexOf('=');
                var name = decoded(equals < 0 ? part : part.substring(0, equals));
                if (values.put(name, equals < 0 ? "" : decoded(part.substring(equals + 1))) != null) {
                    throw UnknownParameter.invalid("'" + UnknownParameter.shortened(name) + "' must be there once.");
                }
            }
        }
        return new QueryParameters(Collections.unmodifiableMap(values));
    }

    /** Whether all of a query can be decoded, as it has to be before anything asks the container for a parameter. */
    static boolean isReadable(@Nullable String query) {
        try {
            if (query != null) {
                decoded(query);
            }
            return true;
        } catch (Problem broken) {
            return false;
        }
    }

    /** In the order of the address. */
    public Collection<String> names() {
        return values.keySet();
    }

    /** Null when it is not there. */
    public @Nullable String text(String name) {
        return values.get(name);
    }

    /** By name, in the order of the address. */
    public Map<String, String> all() {
        return values;
    }

    /** As browsers and all libraries write it: {@code +} is a space, and escapes are UTF-8. */
    private static String decoded(String text) {
        var bytes = new byte[text.length()];
        var length = 0;
        for (int at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            if (c == '%') {
                bytes[length++] = (byte) ((digit(text, at + 1) << 4) | digit(text, at + 2));
                at += 2;
            } else if (c > 0x7F) {
                throw unreadable();
            } else {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable();
        }
    }

    private static int digit(String text, int at) {
        var digit = at < text.length() && text.charAt(at) <= 'f' ? Character.digit(text.charAt(at), 16) : -1;
        if (digit < 0) {
            throw unreadable();
        }
        return digit;
    }

    private static Problem unreadable() {
        return new Problem(ProblemCode.MALFORMED_REQUEST, ReadableQuery.DETAIL);
    }

    @Override
    public String toString() {
        return "QueryParameters[" + values.size() + "]";
    }
}
