package io.facematch.api.kwikid;

import io.facematch.api.problem.ApiError;
import io.facematch.api.problem.ErrorDialect;
import io.facematch.api.problem.ProblemCode;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** {@code {"msg"}}, and {@code {"detail", "message"}} when the token is at fault, as the vendor's reference prints them. */
@Component
@Order(1)
class KwikidErrors implements ErrorDialect {
    private static final Set<ProblemCode> OF_TOKENS = Set.of(ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN);

    @Override
    public boolean speaks(String path) {
        return KwikidRoutes.ALL.stream().anyMatch(route -> ErrorDialect.isAt(route, path));
    }

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_JSON;
    }

    @Override
    public Object body(ApiError error) {
        return OF_TOKENS.contains(error.code())
                ? new TokenError(Map.of("code", error.code().code()), error.detail())
                : new RequestError(error.detail());
    }

    record RequestError(String msg) {}

    record TokenError(Map<String, String> detail, String message) {}
}
