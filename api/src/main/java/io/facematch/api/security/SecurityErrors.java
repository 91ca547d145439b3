package io.facematch.api.security;

import io.facematch.api.problem.ApiError;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.problem.ProblemWriter;
import io.facematch.api.securitylog.LoggedRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** The answers to requests without a token that allows them. They do not tell what is wrong with a token. */
@Component
class SecurityErrors implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityErrors.class);
    private static final ApiError ISSUER_AWAY = new ApiError(
            ProblemCode.BUSY,
            ProblemCode.BUSY.status(),
            "The token can't be checked now: its issuer does not answer. Try again.",
            List.of(),
            Duration.ofSeconds(10),
            null);

    private final ProblemWriter problems;

    private final List<RouteAccess> routes;

    SecurityErrors(ProblemWriter problems, List<RouteAccess> routes) {
        this.problems = problems;
        this.routes = routes;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        if (refused instanceof AuthenticationServiceException) {
            LOG.warn("The keys of the token issuer can't be fetched");
            problems.write(request, response, ISSUER_AWAY);
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        problems.write(
                request,
                response,
                ProblemCode.UNAUTHENTICATED,
                "Send the header 'Authorization: Bearer <token>' with a valid token.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        OwnerResolver.current().ifPresent(owner -> LoggedRequest.isSentBy(request, owner.tenant(), owner.client()));
        problems.write(
                request,
                response,
                ProblemCode.FORBIDDEN,
                routes.stream()
                        .filter(route -> route.covers(request))
                        .map(RouteAccess::refusal)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(
                                denied instanceof MissingScope missing
                                        ? missing.inWords()
                                        : "The token lacks the scope for this."));
    }
}
