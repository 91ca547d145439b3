package io.facematch.api.problem;

import org.springframework.http.MediaType;

/** How the clients of some routes expect to be told that something is wrong. The first bean that speaks is asked. */
public interface ErrorDialect {
    /** @param path of the request as {@link RequestPath} spells it, without the query */
    boolean speaks(String path);

    /** Whether {@code path} is {@code route}, or something below or beside it that a mistaken client asks for. */
    static boolean isAt(String route, String path) {
        return path.startsWith(route)
                && (path.length() == route.length() || !Character.isLetterOrDigit(path.charAt(route.length())));
    }

    MediaType mediaType();

    /** What becomes the JSON of the answer; its status is the error's. */
    Object body(ApiError error);
}
