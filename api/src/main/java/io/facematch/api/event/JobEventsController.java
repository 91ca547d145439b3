package io.facematch.api.event;

import io.facematch.api.jobs.OwnedJobs;
import io.facematch.api.security.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** {@code GET /v1/jobs/{id}/events}: the job as server-sent events, from its present state to its end. */
@RestController
class JobEventsController {
    private static final MediaType EVENTS = new MediaType(MediaType.TEXT_EVENT_STREAM, StandardCharsets.UTF_8);

    private final OwnedJobs jobs;
    private final JobEvents events;

    JobEventsController(OwnedJobs jobs, JobEvents events) {
        this.jobs = jobs;
        this.events = events;
    }

    @GetMapping(path = "/v1/jobs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> follow(
            Owner owner, @AuthenticationPrincipal Jwt token, @PathVariable String id, HttpMethod method) {
        var first = events.event(jobs.require(owner, id));
        var answer = ResponseEntity.ok()
                .contentType(EVENTS)
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no"); // nginx would collect the events
        if (method.equals(HttpMethod.HEAD)) {
            return answer.build(); // an event would be seen by no client
        }
        var expiresAt = Objects.requireNonNullElse(token.getExpiresAt(), Instant.MIN);
        return answer.body(events.admit(owner, first, expiresAt).start());
    }
}
