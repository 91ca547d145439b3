package io.facematch.api.audit.retention;

import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/audit/retention}: how long a tenant's outcomes are kept. */
@RestController
@RequestMapping(path = "/v1/audit/retention", produces = MediaType.APPLICATION_JSON_VALUE)
class RetentionController {
    private static final String DAYS = "days";
    private static final String PRESET = "preset";
    private static final String REASON = "reason";
    private static final int LONGEST_REASON = 200;

    private final Retentions retentions;

    RetentionController(Retentions retentions) {
        this.retentions = retentions;
    }

    @TakesParameters(checked = true)
    @GetMapping
    Retention get(Owner owner, HttpServletRequest request) {
        return retentions.of(tenantInAddress(owner, request));
    }

    /** Takes a number of days, or the name of a period. */
    @TakesParameters(checked = true)
    @PutMapping
    Retention keep(Owner owner, HttpServletRequest request, InputStream body) throws IOException {
        owner.require(Scopes.ADMIN);
        var given = Parameters.ofBody(request, body, List.of(FilterReader.TENANT, DAYS, PRESET));
        var tenant = FilterReader.tenant(owner, given);
        if ((given.text(DAYS) == null) == (given.text(PRESET) == null)) {
            throw new Problem(ProblemCode.INVALID_PARAMETER, "Send either days or preset.");
        }
        if (given.text(DAYS) != null) {
            var days = given.whole(DAYS, 1, RetentionSettings.MOST_DAYS, 0);
            retentions.keep(owner, tenant, days, days + "-days");
            return retentions.of(tenant);
        }
        var name = given.oneOf(
                PRESET,
                "",
                Stream.concat(Stream.of(Retentions.DEFAULT), Preset.codes().stream())
                        .collect(Collectors.toList()));
        retentions.keep(owner, tenant, Preset.of(name).map(Preset::days).orElse(null), name);
        return retentions.of(tenant);
    }

    @TakesParameters(checked = true)
    @PutMapping("/hold")
    Retention hold(Owner owner, HttpServletRequest request, InputStream body) throws IOException {
        owner.require(Scopes.ADMIN);
        var given = Parameters.ofBody(request, body, List.of(FilterReader.TENANT, REASON));
        var tenant = FilterReader.tenant(owner, given);
        var reason = given.text(REASON);
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER, "reason is longer than " + LONGEST_REASON + " characters.");
        }
        retentions.hold(owner, tenant, true, reason);
        return retentions.of(tenant);
    }

    @TakesParameters(checked = true)
    @DeleteMapping("/hold")
    Retention release(Owner owner, HttpServletRequest request) {
        var tenant = tenantInAddress(owner, request);
        retentions.hold(owner, tenant, false, null);
        return retentions.of(tenant);
    }

    private static String tenantInAddress(Owner owner, HttpServletRequest request) {
        owner.require(Scopes.ADMIN);
        return FilterReader.tenant(owner, Parameters.ofAddress(request, List.of(FilterReader.TENANT)));
    }
}
