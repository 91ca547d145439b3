package io.facematch.api.security;

import static io.facematch.api.security.TokenAuthorities.EXTERNAL;
import static io.facematch.api.security.TokenAuthorities.SCOPE;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;

/** Bearer tokens on everything but what is meant for everybody. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    /** Without a look at any token: a client with an old one must be able to ask for a new one. */
    @Bean
    @Order(2)
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http.securityMatcher(
                        "/actuator/health",
                        "/actuator/health/**",
                        "/v3/api-docs*",
                        "/api/AppSessionManager/**",
                        "/.well-known/oauth-authorization-server")
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, Refusals refusals) throws Exception {
        return http.csrf(csrf -> csrf.disable()) // no cookies, nothing to forge
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/error")
                        .permitAll()
                        .requestMatchers("/v1/**")
                        .hasAnyAuthority(SCOPE + Scopes.COMPARE, SCOPE + Scopes.BULK)
                        .requestMatchers("/facematch", "/advanced_facematch")
                        .hasAuthority(SCOPE + Scopes.COMPARE)
                        .requestMatchers("/ExtFaceComparison/**")
                        .access(AuthorizationManagers.allOf(
                                AuthorityAuthorizationManager.hasAuthority(SCOPE + Scopes.COMPARE),
                                AuthorityAuthorizationManager.hasAuthority(EXTERNAL)))
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(authentication()))
                        .authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals)
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                                // Its own would make a 500 of an issuer that can't be reached.
                                filter.setAuthenticationFailureHandler(refusals::commence);
                                return filter;
                            }
                        }))
                .build();
    }

    private static JwtAuthenticationConverter authentication() {
        var converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(new TokenAuthorities());
        return converter;
    }

    /** By the machine's own clock, as whoever issued the token. */
    @Bean
    JwtDecoder jwtDecoder(SecuritySettings settings, ObjectProvider<OwnIssuer> ownIssuer) {
        return decoder(settings, ownIssuer.getIfAvailable(), InstantSource.system());
    }

    static JwtDecoder decoder(SecuritySettings settings, @Nullable OwnIssuer own, InstantSource clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(TokenKeys.of(settings, own));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // TokenRules does it
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(
                TokenRules.of(settings.audience(), own == null ? settings.issuerUri() : own.uri(), clock));
        return decoder;
    }
}
