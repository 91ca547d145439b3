package io.facematch.api.webhooks;

import io.facematch.api.jobs.JobIds;
import io.facematch.api.paging.Cursor;
import io.facematch.api.paging.Page;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.api.webhooks.address.RefusedAddress;
import io.facematch.api.webhooks.address.WebhookAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /v1/webhooks}. They tell of all jobs of a tenant, so whoever looks at them must be allowed to see all of them; whoever
 * changes something must also be allowed to submit, for a token that only reads must change nothing.
 */
@RestController
@RequestMapping(path = "/v1/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
class WebhookController {
    private static final int MOST_ITEMS = 200;

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final WebhookSettings settings;
    private final InstantSource clock;

    WebhookController(Endpoints endpoints, Deliveries deliveries, WebhookSettings settings, InstantSource clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.settings = settings;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<EndpointView> register(Owner owner, HttpServletRequest request, InputStream body)
            throws IOException {
        requireChange(owner);
        requireOn();
        var sent = EndpointRequest.read(request, body, List.of("url", "description", "events"));
        if (sent.url() == null) {
            throw new Problem(ProblemCode.INVALID_PARAMETER, "url is missing: where the events are sent to.");
        }
        requireAllowed(sent.url());
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var endpoint = new Endpoint(
                JobIds.next(now),
                owner.tenant(),
                sent.url(),
                sent.description(),
                Objects.requireNonNullElse(sent.events(), EventType.OF_JOBS),
                now,
                null,
                null);
        var secret = SigningSecret.random();
        endpoints.add(owner, endpoint, secret, settings.perTenant());
        return ResponseEntity.created(EndpointView.self(endpoint)).body(EndpointView.of(endpoint, secret));
    }

    @GetMapping
    Page<EndpointView> list(Owner owner) {
        owner.require(Scopes.READ_TENANT);
        return new Page<>(
                endpoints.list(owner.tenant()).stream().map(EndpointView::of).toList(), null);
    }

    @GetMapping("/{id}")
    EndpointView get(Owner owner, @PathVariable String id) {
        owner.require(Scopes.READ_TENANT);
        return EndpointView.of(require(owner, id));
    }

    /** Changes what is said. The address stays: another one is another endpoint, with a secret of its own. */
    @PatchMapping("/{id}")
    EndpointView change(Owner owner, @PathVariable String id, HttpServletRequest request, InputStream body)
            throws IOException {
        requireChange(owner);
        var sent = EndpointRequest.read(request, body, List.of("description", "events", "enabled"));
        var known = require(owner, id);
        if (sent.description() != null || sent.events() != null) {
            endpoints.change(
                    owner,
                    new Endpoint(
                            known.id(),
                            known.tenant(),
                            known.url(),
                            sent.description() == null ? known.description() : sent.description(),
                            Objects.requireNonNullElse(sent.events(), known.events()),
                            known.createdAt(),
                            known.oldSecretUntil(),
                            known.disabled()));
        }
        if (sent.enabled() != null && sent.enabled() != (known.disabled() == null)) {
            endpoints.setEnabled(owner, known.id(), sent.enabled());
        }
        return EndpointView.of(require(owner, id));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Owner owner, @PathVariable String id) {
        requireChange(owner);
        endpoints.delete(owner, require(owner, id).id());
        return ResponseEntity.noContent().build();
    }

    /** Gives it another secret, which is shown once. */
    @PostMapping("/{id}/secret")
    EndpointView changeSecret(Owner owner, @PathVariable String id) {
        requireChange(owner);
        var secret = SigningSecret.random();
        endpoints.changeSecret(owner, require(owner, id), secret);
        return EndpointView.of(require(owner, id), secret);
    }

    /** Has an event sent that tells of nothing. */
    @PostMapping("/{id}/test")
    ResponseEntity<Delivery> test(Owner owner, @PathVariable String id) {
        requireChange(owner);
        return ResponseEntity.accepted()
                .body(deliveries.addTest(requireEnabled(owner, id).id()));
    }

    @GetMapping("/{id}/deliveries")
    Page<Delivery> deliveries(
            Owner owner,
            @PathVariable String id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam @Nullable String cursor) {
        owner.require(Scopes.READ_TENANT);
        if (limit < 1 || limit > MOST_ITEMS) {
            throw new Problem(ProblemCode.INVALID_PARAMETER, "limit must be between 1 and " + MOST_ITEMS + ".");
        }
        var before = cursor == null ? null : Cursor.uuid(cursor);
        return Page.of(
                deliveries.list(require(owner, id).id(), before, limit + 1),
                limit,
                last -> Cursor.of(last.id()),
                delivery -> delivery);
    }

    @PostMapping("/{id}/deliveries/{delivery}/replay")
    ResponseEntity<Delivery> replay(Owner owner, @PathVariable String id, @PathVariable String delivery) {
        requireChange(owner);
        var endpoint = requireEnabled(owner, id);
        return ResponseEntity.accepted()
                .body(uuid(delivery)
                        .flatMap(event -> deliveries.replay(endpoint.id(), event))
                        .orElseThrow(() -> new Problem(
                                ProblemCode.UNKNOWN_DELIVERY,
                                "This webhook has no such delivery. They are forgotten after "
                                        + settings.keep().toDays() + " days.")));
    }

    private static void requireChange(Owner owner) {
        owner.require(Scopes.READ_TENANT);
        owner.require(Scopes.COMPARE, Scopes.BULK);
    }

    private void requireOn() {
        if (settings.allowedHosts().isEmpty()) {
            throw new Problem(
                    ProblemCode.WEBHOOKS_OFF,
                    "This server sends no webhooks. Its operator turns them on with FACEMATCH_WEBHOOKS_ALLOWED_HOSTS, the hosts"
                            + " that they may go to.");
        }
    }

    private void requireAllowed(String url) {
        try {
            WebhookAddress.of(url, settings.hosts());
        } catch (RefusedAddress e) {
            throw new Problem(ProblemCode.INVALID_PARAMETER, String.valueOf(e.getMessage()));
        }
    }

    private Endpoint require(Owner owner, String id) {
        return uuid(id).flatMap(known -> endpoints.find(owner.tenant(), known))
                .orElseThrow(() -> new Problem(ProblemCode.UNKNOWN_WEBHOOK, "No webhook of your tenant has this id."));
    }

    private Endpoint requireEnabled(Owner owner, String id) {
        var endpoint = require(owner, id);
        if (endpoint.disabled() != null) {
            throw new Problem(
                    ProblemCode.WEBHOOK_DISABLED,
                    "Nothing is sent to a disabled webhook. PATCH it with enabled: true.");
        }
        return endpoint;
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
