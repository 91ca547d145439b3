package io.facematch.api.problem;

import org.springframework.http.MediaType;

/** The form of errors on some routes. The first bean that speaks for a path is asked. */
public interface ErrorDialect {
    /** @param path of the request as {@link RequestPath} spells it, without the query */
    boolean speaks(String path);

    /**
     * Whether {@code path} is {@code route}, or an address below or next to it that a client may ask for by mistake.
     */
    static boolean isAt(String route, String path) {
        return path.startsWith(route)
                && (path.length() == route.length() || !Character.isLetterOrDigit(path.charAt(route.length())));
    }

    MediaType mediaType();

    /** What becomes the JSON of the answer; its status is the error's. */
    Object body(ApiError error);
}
