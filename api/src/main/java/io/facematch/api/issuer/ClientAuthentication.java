package io.facematch.api.issuer;

import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;

/** Id and secret, by the same check as for every other door. */
final class ClientAuthentication implements AuthenticationProvider {
    private final Clients clients;

    ClientAuthentication(Clients clients) {
        this.clients = clients;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var request = (OAuth2ClientAuthenticationToken) authentication;
        try {
            return clients.authenticate(request.getName(), new ClientSecret(String.valueOf(request.getCredentials())))
                    .map(client -> new OAuth2ClientAuthenticationToken(
                            RegisteredClients.of(client), request.getClientAuthenticationMethod(), null))
                    .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
        } catch (DataAccessException e) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
