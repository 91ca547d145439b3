package io.facematch.api.securitylog;

import io.facematch.api.problem.ErrorAnswers;
import io.facematch.api.tomcat.ClientAddresses;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/** Sees every answer, whoever gave it, and writes down those that matter. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class AnswerLog extends OncePerRequestFilter {
    private static final Map<String, SecurityEvent> WORTH_NOTING = Map.of(
            "DELETE /v1/jobs/{id}", SecurityEvent.JOB_CANCELLED,
            "GET /v1/jobs/{id}/results", SecurityEvent.RESULTS_DOWNLOADED);

    private final ClientAddresses addresses;

    AnswerLog(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                event(request, response.getStatus())
                        .ifPresent(event -> SecurityLog.record(event, facts(event, request)));
            }
        }
    }

    private static Optional<SecurityEvent> event(HttpServletRequest request, int status) {
        var asksForToken = request.getAttribute(LoggedRequest.ASKS_FOR_TOKEN) != null;
        return switch (status) {
            case 200 ->
                asksForToken
                        ? Optional.of(SecurityEvent.TOKEN_ISSUED)
                        : Optional.ofNullable(WORTH_NOTING.get(request.getMethod() + " " + route(request)));
            // Mistakes of a client of ours, or an attempt to get something past the rules; strangers got a 401.
            case 400, 413, 415, 422 ->
                request.getAttribute(LoggedRequest.CLIENT) != null && request.getAttribute(ErrorAnswers.REASON) != null
                        ? Optional.of(SecurityEvent.INPUT_REFUSED)
                        : Optional.empty();
            case 401 -> Optional.of(asksForToken ? SecurityEvent.TOKEN_REFUSED : SecurityEvent.UNAUTHENTICATED);
            case 403 -> Optional.of(SecurityEvent.FORBIDDEN);
            case 429 -> Optional.of(SecurityEvent.LIMITED);
            default -> Optional.empty();
        };
    }

    private Object[] facts(SecurityEvent event, HttpServletRequest request) {
        var facts = new ArrayList<Object>();
        add(facts, "tenant", request.getAttribute(LoggedRequest.TENANT));
        add(facts, "client", request.getAttribute(LoggedRequest.CLIENT));
        add(facts, "job", job(request));
        if (event == SecurityEvent.INPUT_REFUSED) {
            add(facts, "reason", request.getAttribute(ErrorAnswers.REASON));
        }
        add(facts, "by", request.getAttribute(LoggedRequest.BY_LINK) == null ? null : "link");
        facts.addAll(List.of("address", addresses.logged(request)));
        return facts.toArray();
    }

    private static void add(List<Object> facts, String name, @Nullable Object value) {
        if (value != null) {
            facts.add(name);
            facts.add(value);
        }
    }

    private static String route(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    }

    /** What a client wrote there may be no id. */
    private static @Nullable UUID job(HttpServletRequest request) {
        if (!(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables)
                || !route(request).startsWith("/v1/jobs/")) {
            return null;
        }
        try {
            return UUID.fromString(String.valueOf(variables.get("id")));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void tellLeftOut() {
        SecurityLog.tellLeftOut(Instant.now());
    }
}
