package io.facematch.api.issuer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * The errors of the token endpoint, in the form of RFC 6749. Spring's own answer would tell whether the id or the
 * secret of a client was wrong, and would lack the challenge.
 */
final class TokenEndpointErrors implements AuthenticationFailureHandler, AuthenticationEntryPoint {
    private static final String PAUSE_SECONDS = "5";

    private final JsonMapper json;

    TokenEndpointErrors(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        var code = refused instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode()
                : OAuth2ErrorCodes.INVALID_CLIENT;
        switch (code) {
            case OAuth2ErrorCodes.INVALID_CLIENT -> {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"facematch\"");
            }
            case OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE -> {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                response.setHeader(HttpHeaders.RETRY_AFTER, PAUSE_SECONDS);
            }
            default -> response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        json.writeValue(response.getOutputStream(), Map.of("error", code));
    }

    /** The request has no id and secret. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        onAuthenticationFailure(request, response, refused);
    }
}
