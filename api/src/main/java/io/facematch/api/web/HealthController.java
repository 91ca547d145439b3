package io.facematch.api.web;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers probes that know only this port. Where the management port is another one, Spring Boot has moved its own
 * endpoint there.
 */
@RestController
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class HealthController {
    private final HealthEndpoint health;

    HealthController(HealthEndpoint health) {
        this.health = health;
    }

    @GetMapping(path = "/actuator/health", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, String>> all() {
        return answer(health.health().getStatus());
    }

    @GetMapping(path = "/actuator/health/{group:liveness|readiness}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, String>> group(@PathVariable String group) {
        var found = health.healthForPath(group);
        if (found == null) {
            throw new Problem(ProblemCode.UNKNOWN_ADDRESS, "There is no such group of health.");
        }
        return answer(found.getStatus());
    }

    private static ResponseEntity<Map<String, String>> answer(Status status) {
        return ResponseEntity.status(status.equals(Status.UP) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of("status", status.getCode()));
    }
}
