package io.facematch.api.parameter;

import io.facematch.api.problem.ProblemCode;
import io.facematch.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a query that can't be decoded before anything looks into it: the container decodes all of it when it is asked
 * for the first parameter, and filters that ask have no answer to a failure.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class ReadableQuery extends OncePerRequestFilter {
    static final String DETAIL =
            "The query can't be read. A % must be followed by two hexadecimal digits, and all of it"
                    + " must be UTF-8.";

    private final ProblemWriter problems;

    ReadableQuery(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (QueryParameters.isReadable(request.getQueryString())) {
            chain.doFilter(request, response);
        } else {
            problems.write(request, response, ProblemCode.MALFORMED_REQUEST, DETAIL);
        }
    }
}
