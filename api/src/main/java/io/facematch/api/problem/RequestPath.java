package io.facematch.api.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** The path that a client asked for, in the spelling that routes are compared with. */
public final class RequestPath {
    private RequestPath() {}

    /** Also when the container has sent the request on to its error page. */
    public static String of(HttpServletRequest request) {
        return readable(
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
                        ? asked
                        : request.getRequestURI());
    }

    /**
     * Decoded, as {@code /%66acematch} is {@code /facematch}; with single slashes, as a base URL often ends in one. A
     * path that can't be decoded stays as it is.
     */
    public static String readable(@Nullable String path) {
        if (path == null) {
            return "";
        }
        try {
            return UriUtils.decode(path, StandardCharsets.UTF_8).replaceAll("/{2,}", "/");
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
