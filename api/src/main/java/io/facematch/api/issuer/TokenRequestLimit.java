package io.facematch.api.issuer;

import io.facematch.api.problem.ApiError;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemWriter;
import io.facematch.api.problem.RequestPath;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits how many requests for a token are answered at once. They need no token themselves, and the container reads their
 * form as slowly as it arrives. So the other threads stay free for clients that have a token.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class TokenRequestLimit extends OncePerRequestFilter {
    private static final int MOST = 8;
    private static final ApiError FULL = Problem.busy(
                    "Too many requests for a token at once. Send it again.", Duration.ofSeconds(1))
            .error();

    private final ProblemWriter problems;
    private final Semaphore places = new Semaphore(MOST);

    TokenRequestLimit(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !RequestPath.of(request).equals(IssuerConfiguration.TOKEN);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            problems.write(request, response, FULL);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }
}
