package io.facematch.api.issuer;

import io.facematch.api.security.Scopes;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells clients where the issuer's endpoints are (RFC 8414). Spring's own metadata must name a login page; there is none. */
@RestController
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class IssuerMetadataController {
    private final IssuerSettings settings;

    IssuerMetadataController(IssuerSettings settings) {
        this.settings = settings;
    }

    /** @param responseTypesSupported none: there is no login */
    record Metadata(
            String issuer,
            String tokenEndpoint,
            List<String> tokenEndpointAuthMethodsSupported,
            String jwksUri,
            List<String> grantTypesSupported,
            List<String> scopesSupported,
            List<String> responseTypesSupported) {}

    @GetMapping("/.well-known/oauth-authorization-server")
    Metadata metadata() {
        var issuer = settings.uri().toString();
        return new Metadata(
                issuer,
                issuer + IssuerConfiguration.TOKEN,
                List.of("client_secret_basic", "client_secret_post"),
                issuer + IssuerConfiguration.KEYS,
                List.of("client_credentials"),
                Scopes.ALL,
                List.of());
    }
}
