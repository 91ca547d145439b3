package io.facematch.api.security;

import io.facematch.api.problem.ProblemCode;
import io.facematch.api.problem.ProblemWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/** Bearer tokens on everything but health: RS256, from the configured issuer, for us, not expired, of a tenant. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    @Bean
    SecurityFilterChain security(HttpSecurity http, ProblemWriter problems) throws Exception {
        return http.csrf(csrf -> csrf.disable()) // no cookies, nothing to forge
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/error")
                        .permitAll()
                        .requestMatchers("/v1/**")
                        .hasAnyAuthority("SCOPE_" + Scopes.COMPARE, "SCOPE_" + Scopes.BULK)
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .authenticationEntryPoint((request, response, e) -> {
                            response.setHeader("WWW-Authenticate", "Bearer");
                            problems.write(
                                    request,
                                    response,
                                    ProblemCode.UNAUTHENTICATED,
                                    "Send the header 'Authorization: Bearer <token>' with a valid token.");
                        })
                        .accessDeniedHandler((request, response, e) -> problems.write(
                                request, response, ProblemCode.FORBIDDEN, "The token lacks the scope for this.")))
                .build();
    }

    @Bean
    JwtDecoder jwtDecoder(SecuritySettings settings) throws IOException {
        var decoder = decoder(settings);
        decoder.setJwtValidator(validator(settings));
        return decoder;
    }

    private static NimbusJwtDecoder decoder(SecuritySettings settings) throws IOException {
        if (settings.publicKeyFile() != null) {
            return NimbusJwtDecoder.withPublicKey(publicKey(settings.publicKeyFile()))
                    .signatureAlgorithm(SignatureAlgorithm.RS256)
                    .build();
        }
        var keys = settings.jwkSetUri() != null
                ? NimbusJwtDecoder.withJwkSetUri(settings.jwkSetUri())
                : NimbusJwtDecoder.withIssuerLocation(String.valueOf(settings.issuerUri()));
        return keys.jwsAlgorithm(SignatureAlgorithm.RS256).build();
    }

    private static RSAPublicKey publicKey(Path file) throws IOException {
        try (var pem = Files.newInputStream(file)) {
            return RsaKeyConverters.x509().convert(pem);
        }
    }

    /** Replaces the decoder's own validators, so it names all that is required. */
    private static OAuth2TokenValidator<Jwt> validator(SecuritySettings settings) {
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        validators.add(new JwtTimestampValidator(CLOCK_SKEW));
        validators.add(new JwtClaimValidator<Object>("exp", expiry -> expiry != null));
        validators.add(new JwtClaimValidator<List<String>>(
                "aud", audience -> audience != null && audience.contains(settings.audience())));
        validators.add(
                new JwtClaimValidator<Object>("tenant", tenant -> tenant instanceof String name && !name.isBlank()));
        if (settings.issuerUri() != null) {
            validators.add(new JwtIssuerValidator(settings.issuerUri()));
        }
        return new DelegatingOAuth2TokenValidator<>(validators);
    }
}
