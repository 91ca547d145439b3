package io.facematch.api.jobs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/jobs/{id}/events}: the job as server-sent events, from its present state to its end. */
@RestController
class JobEventsController {
    private final OwnedJobs jobs;
    private final JobEvents events;

    JobEventsController(OwnedJobs jobs, JobEvents events) {
        this.jobs = jobs;
        this.events = events;
    }

    /**
     * Answers by the servlet's own means, not by an emitter of the framework: those write blocking, and one client that
     * does not read would hold up all others. It also means that no second dispatch passes the filters.
     */
    @GetMapping(path = "/v1/jobs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void follow(
            Owner owner,
            @AuthenticationPrincipal Jwt token,
            @PathVariable String id,
            HttpMethod method,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var first = events.event(jobs.require(owner, id));
        var expiresAt = Objects.requireNonNullElse(token.getExpiresAt(), Instant.MIN);
        if (method.equals(HttpMethod.HEAD)) {
            describe(response);
            return; // nobody would see an event
        }
        var out = response.getOutputStream();
        var stream = events.admit(
                owner.tenant(),
                now -> new EventStream(
                        owner.tenant(), expiresAt, first, now, request.startAsync(), out, events::forget));
        describe(response);
        stream.start();
    }

    private static void describe(HttpServletResponse response) {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would collect the events
    }
}
