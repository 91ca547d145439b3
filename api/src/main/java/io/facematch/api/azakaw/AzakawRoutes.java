package io.facematch.api.azakaw;

import io.facematch.api.issuer.TokenIssuer;
import io.facematch.api.security.RouteAccess;
import io.facematch.api.security.Scopes;
import io.facematch.api.tokenrequest.TokenRoute;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The addresses of this dialect, and what a token must allow there. */
@Configuration(proxyBeanMethods = false)
class AzakawRoutes {
    private static final String COMPARISON = "/ExtFaceComparison";
    private static final String SESSIONS = "/api/AppSessionManager";

    static final String COMPARE = COMPARISON + "/Compare";
    static final String TOKEN = SESSIONS + "/GetAppToken";
    static final List<String> SERVICES = List.of(COMPARISON, SESSIONS);

    @Bean
    RouteAccess comparisonAccess() {
        return RouteAccess.scope(Scopes.COMPARE, COMPARISON + "/**")
                .andService(
                        TokenIssuer.EXTERNAL,
                        "The token lacks the scope facematch.compare or the claim services: External.")
                .limitedPerClient();
    }

    @Bean
    @ConditionalOnBooleanProperty("facematch.issuer.enabled")
    TokenRoute appTokenRoute() {
        return new TokenRoute(TOKEN);
    }

    /** A client with an expired token must be able to ask for a new one. */
    @Bean
    RouteAccess tokenAccess() {
        return RouteAccess.open(SESSIONS + "/**");
    }
}
