package io.facematch.api.azakaw;

import io.facematch.api.issuer.ClientSecret;
import io.facematch.api.issuer.Clients;
import io.facematch.api.issuer.TokenIssuer;
import io.facematch.api.limit.TokenRequestLimits;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.securitylog.LoggedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /api/AppSessionManager/GetAppToken}: the vendor's way to the issuer. */
@RestController
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class AppTokenController {
    private final Clients clients;
    private final TokenIssuer tokens;
    private final InstantSource clock;
    private final JsonMapper json;
    private final TokenRequestLimits limits;

    AppTokenController(
            Clients clients, TokenIssuer tokens, InstantSource clock, JsonMapper json, TokenRequestLimits limits) {
        this.limits = limits;
        this.clients = clients;
        this.tokens = tokens;
        this.clock = clock;
        this.json = json;
    }

    @JsonNaming(LowerCamelCaseStrategy.class)
    record Credentials(
            @Nullable String appId,
            @Nullable String appSecret,
            @Nullable String tenantId) {
        @Override
        public String toString() {
            return "Credentials[hidden]";
        }
    }

    /** The answer does not say which of the three is wrong. */
    @PostMapping(path = AzakawRoutes.TOKEN, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> token(InputStream body, HttpServletRequest request) throws IOException {
        var sent = read(body);
        var secret = new ClientSecret(present("appSecret", sent.appSecret()));
        var tenant = present("tenantId", sent.tenantId());
        var id = present("appId", sent.appId());
        LoggedRequest.names(request, id);
        limits.countClient(id);
        var client = clients.authenticate(id, secret)
                .filter(found -> found.tenant().equals(tenant))
                .orElseThrow(() -> new Problem(
                        ProblemCode.UNAUTHENTICATED, "appId, appSecret and tenantId do not belong together."));
        var token = tokens.issue(client.id(), client.tenant(), client.scopes(), clock.instant());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(Envelope.ok(Map.of("token", token)));
    }

    private Credentials read(InputStream body) throws IOException {
        try {
            var credentials = json.readValue(body, Credentials.class);
            if (credentials != null) {
                return credentials;
            }
        } catch (JacksonException e) {
            // Its message would quote the credentials.
        }
        throw new Problem(
                ProblemCode.MALFORMED_REQUEST, "The body is no JSON object with appId, appSecret and tenantId.");
    }

    private static String present(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new Problem(ProblemCode.INVALID_PARAMETER, name + " is missing.");
        }
        return value;
    }
}
