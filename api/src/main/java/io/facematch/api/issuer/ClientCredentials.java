package io.facematch.api.issuer;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** A request for a token. One that names no scopes is for all that the client has. */
final class ClientCredentials implements AuthenticationConverter {
    private final AuthenticationConverter request = new OAuth2ClientCredentialsAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest http) {
        var asked = request.convert(http);
        return asked instanceof OAuth2ClientCredentialsAuthenticationToken grant
                        && grant.getScopes().isEmpty()
                        && grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken authenticated
                        && authenticated.getRegisteredClient() != null
                ? new OAuth2ClientCredentialsAuthenticationToken(
                        authenticated, authenticated.getRegisteredClient().getScopes(), grant.getAdditionalParameters())
                : asked;
    }
}
