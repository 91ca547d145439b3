package io.facematch.api.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/**
 * What is wrong with a request, before a dialect puts it into the shape of its routes.
 *
 * @param status usually the code's own; the framework knows some that have no code of ours
 * @param detail what is wrong, where, and what to do; may quote what the client sent, so it goes into no log
 * @param errors single findings, all of them at once; empty when the detail says it all
 * @param retryAfter after which sending it again may help; null when it won't
 * @param incident under which the log describes an error of the server; null for everything else
 */
public record ApiError(
        ProblemCode code,
        HttpStatusCode status,
        String detail,
        List<String> errors,
        @Nullable Duration retryAfter,
        @Nullable UUID incident) {

    public ApiError {
        errors = List.copyOf(errors);
    }

    public static ApiError of(ProblemCode code, String detail) {
        return new ApiError(code, code.status(), detail, List.of(), null, null);
    }

    /** Of an error that the framework raised, in the framework's words if it has some. */
    public static ApiError ofFramework(HttpStatusCode status, @Nullable String detail) {
        var code = ProblemCode.of(status);
        var said = Optional.ofNullable(detail).filter(text -> !text.isBlank()).orElse(code.title() + ".");
        return new ApiError(code, status, said, List.of(), null, null);
    }

    static ApiError ofDefect(UUID incident) {
        var code = ProblemCode.INTERNAL_ERROR;
        var detail = "This is an error of the server. Its log describes it as incident " + incident + ".";
        return new ApiError(code, code.status(), detail, List.of(), null, incident);
    }

    /** Without the detail, which may quote what the client sent. */
    @Override
    public String toString() {
        return "ApiError[" + code.code() + ", " + status.value() + "]";
    }
}
