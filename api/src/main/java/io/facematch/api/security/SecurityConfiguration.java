package io.facematch.api.security;

import io.facematch.api.problem.BrowserRules;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;

/** The chains of filters, in the order in which they are asked whether a request is theirs. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    @Order(1)
    @ConditionalOnBooleanProperty("facematch.issuer.enabled")
    SecurityFilterChain issuer(HttpSecurity http, IssuerEndpoints endpoints) throws Exception {
        stateless(http)
                .securityMatcher(endpoints.paths())
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
        endpoints.configure(http);
        return http.build();
    }

    /** Whoever reaches the management port, which is this machine alone unless its address was set, needs no token. */
    @Bean
    @Order(0)
    SecurityFilterChain management(HttpSecurity http, Environment environment) throws Exception {
        return stateless(http)
                .securityMatcher(request -> isManagement(request, environment))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    private static boolean isManagement(HttpServletRequest request, Environment environment) {
        var port = environment.getProperty("local.management.port", Integer.class);
        return port != null
                && port == request.getLocalPort()
                && !port.equals(environment.getProperty("local.server.port", Integer.class));
    }

    /** Pages need no token: they hold no data, and their requests to the API need one. */
    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return stateless(http)
                .securityMatcher(PageSecurity.PATHS)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(PageSecurity::headers)
                .build();
    }

    /** Ignores tokens: a client with an expired one must be able to ask for a new one. */
    @Bean
    @Order(3)
    SecurityFilterChain open(HttpSecurity http, List<RouteAccess> routes) throws Exception {
        var paths = Stream.concat(
                Stream.of(
                        "/actuator/health",
                        "/actuator/health/**",
                        "/v3/api-docs*",
                        "/.well-known/oauth-authorization-server"),
                routes.stream().filter(RouteAccess::isOpen).flatMap(route -> route.patterns().stream()));
        return stateless(http)
                .securityMatcher(paths.toArray(String[]::new))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain api(HttpSecurity http, List<RouteAccess> routes, SecurityErrors errors) throws Exception {
        return stateless(http)
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers("/error").permitAll();
                    for (var route : routes) {
                        if (!route.isOpen()) {
                            requests.requestMatchers(route.patterns().toArray(String[]::new))
                                    .access(allowedBy(route));
                        }
                    }
                    requests.anyRequest().authenticated();
                })
                .oauth2ResourceServer(server -> server.jwt(
                                jwt -> jwt.jwtAuthenticationConverter(OwnerAuthentication.converter()))
                        .authenticationEntryPoint(errors)
                        .accessDeniedHandler(errors)
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                                // By default, an issuer that can't be reached would be answered with a 500.
                                filter.setAuthenticationFailureHandler(errors::commence);
                                return filter;
                            }
                        }))
                .build();
    }

    /** The routes of {@code /v1}; each dialect of a vendor brings its own. */
    @Bean
    RouteAccess ownAccess() {
        return RouteAccess.anyScope(Scopes.ALL, "/v1/**");
    }

    /** There are no cookies, so no forged requests, no saved requests and no logout. */
    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(BrowserRules.POLICY))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable());
    }

    private static AuthorizationManager<RequestAuthorizationContext> allowedBy(RouteAccess route) {
        var scopes = route.scopes().stream().map(TokenAuthorities::ofScope).toArray(String[]::new);
        AuthorizationManager<RequestAuthorizationContext> oneScope =
                AuthorityAuthorizationManager.hasAnyAuthority(scopes);
        var service = route.service();
        return service == null
                ? oneScope
                : AuthorizationManagers.allOf(
                        oneScope, AuthorityAuthorizationManager.hasAuthority(TokenAuthorities.ofService(service)));
    }
}
