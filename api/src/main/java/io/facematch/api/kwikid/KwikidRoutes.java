package io.facematch.api.kwikid;

import io.facematch.api.security.RouteAccess;
import io.facematch.api.security.Scopes;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The addresses of this dialect, and what a token must allow there. */
@Configuration(proxyBeanMethods = false)
class KwikidRoutes {
    static final String FACEMATCH = "/facematch";
    static final String ADVANCED_FACEMATCH = "/advanced_facematch";
    static final List<String> ALL = List.of(FACEMATCH, ADVANCED_FACEMATCH);

    @Bean
    RouteAccess facematchAccess() {
        return RouteAccess.scope(Scopes.COMPARE, FACEMATCH, ADVANCED_FACEMATCH);
    }
}
