package io.facematch.api.security;

import io.facematch.api.problem.ProblemCode;
import io.facematch.api.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/**
 * Answers what Spring Security's firewall refuses: odd paths, control characters in a header. At once, since on the way
 * to the container's error page the firewall would look at the same headers again, and nothing would be answered.
 */
@Component
class MalformedRequests implements RequestRejectedHandler {
    private final ProblemWriter problems;

    MalformedRequests(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException refused)
            throws IOException {
        if (response.isCommitted()) {
            // Not the refusal itself, which quotes the header: the container would log it.
            throw new IOException("a header can't be read, and half an answer is sent");
        }
        response.reset();
        problems.write(request, response, ProblemCode.MALFORMED_REQUEST, "The request can't be read.");
    }
}
