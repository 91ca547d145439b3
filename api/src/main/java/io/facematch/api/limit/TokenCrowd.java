package io.facematch.api.limit;

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
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Anybody may ask for a token, and the container reads that form at whatever pace it comes. So only a few may be at it,
 * and the other threads are left to those who have a token.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TokenCrowd extends OncePerRequestFilter {
    private static final String TOKEN = "/oauth2/token";
    private static final int MOST = 8;
    private static final ApiError FULL = Problem.busy(
                    "Too many ask for tokens now. Send it again.", Duration.ofSeconds(1))
            .error();

    private final ProblemWriter problems;
    private final Semaphore places = new Semaphore(MOST);

    TokenCrowd(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !RequestPath.of(request).equals(TOKEN);
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
