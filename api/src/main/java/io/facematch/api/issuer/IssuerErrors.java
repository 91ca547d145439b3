package io.facematch.api.issuer;

import io.facematch.api.problem.ApiError;
import io.facematch.api.problem.ErrorDialect;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.stereotype.Component;

/** Errors of RFC 6749 also where Spring Authorization Server did not get the request. */
@Component
@Order(2)
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class IssuerErrors implements ErrorDialect {
    @Override
    public boolean speaks(String path) {
        return path.equals(IssuerConfiguration.TOKEN);
    }

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_JSON;
    }

    @Override
    public Object body(ApiError error) {
        return Map.of("error", code(error), "error_description", error.detail());
    }

    private static String code(ApiError error) {
        return switch (error.status().value()) {
            case 401 -> OAuth2ErrorCodes.INVALID_CLIENT;
            case 429, 503 -> OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE;
            case 500 -> OAuth2ErrorCodes.SERVER_ERROR;
            default -> OAuth2ErrorCodes.INVALID_REQUEST;
        };
    }
}
