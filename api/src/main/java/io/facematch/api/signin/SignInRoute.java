package io.facematch.api.signin;

import io.facematch.api.security.RouteAccess;
import io.facematch.api.tokenrequest.TokenRoute;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Open to everybody, under the limits of requests for a token. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class SignInRoute {
    static final String PATH = "/sign-in";

    @Bean
    TokenRoute signInTokenRoute() {
        return new TokenRoute(PATH);
    }

    @Bean
    RouteAccess signInAccess() {
        return RouteAccess.open(PATH);
    }
}
