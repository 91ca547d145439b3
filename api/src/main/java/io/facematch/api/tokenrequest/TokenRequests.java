package io.facematch.api.tokenrequest;

import io.facematch.api.limit.TokenRequestLimits;
import io.facematch.api.problem.ApiError;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.problem.ProblemWriter;
import io.facematch.api.problem.RequestPath;
import io.facematch.api.securitylog.LoggedRequest;
import io.facematch.api.tomcat.ClientAddresses;
import io.facematch.api.tomcat.RequestBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.BadRequestException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a stranger may cost who asks for a token: 8 KiB, five seconds until they are here, a limit of requests, and only
 * then a look into the database, by few at once.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class TokenRequests extends OncePerRequestFilter {
    private static final int MAX_BYTES = 8 << 10;
    private static final Duration BODY_WITHIN = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 8;
    private static final long PATIENCE_MILLIS = 2_000;

    private static final ApiError FULL = Problem.busy(
                    "Too many requests for a token at once. Send it again.", Duration.ofSeconds(1))
            .error();
    private static final ApiError TOO_LARGE = ApiError.of(
            ProblemCode.TOO_LARGE,
            "The body is larger than " + MAX_BYTES + " bytes. Send only what a request for a token has.");
    private static final ApiError CUT_OFF =
            ApiError.of(ProblemCode.MALFORMED_REQUEST, "The body is cut off. Send it again.");

    private final List<String> paths;
    private final TokenRequestLimits limits;
    private final ClientAddresses addresses;
    private final ProblemWriter problems;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE, true);

    TokenRequests(
            List<TokenRoute> routes, TokenRequestLimits limits, ClientAddresses addresses, ProblemWriter problems) {
        this.addresses = addresses;
        this.paths = routes.stream().map(TokenRoute::path).toList();
        this.limits = limits;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !paths.contains(RequestPath.of(request));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        LoggedRequest.asksForToken(request);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (request.getContentLengthLong() > MAX_BYTES) {
            problems.write(request, response, TOO_LARGE);
            return;
        }
        byte[] body;
        try {
            RequestBody.mustArriveWithin(BODY_WITHIN);
            body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        } catch (BadRequestException e) {
            if (!(e.getCause() instanceof SocketTimeoutException)) { // of that the container tells
                problems.write(request, response, CUT_OFF);
            }
            return;
        }
        if (body.length > MAX_BYTES) {
            problems.write(request, response, TOO_LARGE);
            return;
        }
        answer(new ReceivedRequest(request, body), response, chain);
    }

    private void answer(ReceivedRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            limits.countAddress(addresses.counted(request));
            request.clientOfGrant().ifPresent(client -> {
                LoggedRequest.names(request, client);
                limits.countClient(client);
            });
        } catch (Problem problem) {
            problems.write(request, response, problem.error());
            return;
        }
        if (!hasPlace()) {
            problems.write(request, response, FULL);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }

    private boolean hasPlace() {
        try {
            return places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
