package io.facematch.api.issuer;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.facematch.api.security.OwnIssuer;
import io.facematch.api.security.SecuritySettings;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Authorization Server, as far as programs need it: client credentials and the key set. Its other
 * endpoints get no request, because this chain takes none for them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class IssuerConfiguration {
    static final String TOKEN = "/oauth2/token";
    static final String KEYS = "/oauth2/jwks";

    @Bean
    Clients clients(JdbcClient jdbc, InstantSource clock) {
        return new Clients(jdbc, clock);
    }

    @Bean
    SigningKey signingKey(IssuerSettings settings) {
        return settings.signingKey();
    }

    @Bean
    OwnIssuer ownIssuer(IssuerSettings settings, SigningKey key) {
        return new OwnIssuer(settings.uri().toString(), key.publicKey());
    }

    @Bean
    TokenIssuer tokenIssuer(IssuerSettings settings, SigningKey key, SecuritySettings security) {
        return new TokenIssuer(settings.uri().toString(), key, security.audience(), settings.tokenLifetime());
    }

    /** For the endpoint of the key set. */
    @Bean
    JWKSource<SecurityContext> ownKeys(OwnIssuer issuer) {
        return new ImmutableJWKSet<>(new JWKSet(issuer.key()));
    }

    @Bean
    @Order(0)
    SecurityFilterChain issuer(
            HttpSecurity http,
            OwnIssuer issuer,
            Clients clients,
            TokenIssuer tokens,
            InstantSource clock,
            JsonMapper json)
            throws Exception {
        var errors = new TokenErrors(json);
        var kept = new NothingKept();
        return http.securityMatcher(TOKEN, KEYS)
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .with(
                        new OAuth2AuthorizationServerConfigurer(),
                        server -> server.registeredClientRepository(new RegisteredClients(clients))
                                .authorizationService(kept)
                                .authorizationServerSettings(AuthorizationServerSettings.builder()
                                        .issuer(issuer.uri())
                                        .tokenEndpoint(TOKEN)
                                        .jwkSetEndpoint(KEYS)
                                        .build())
                                .clientAuthentication(client -> client.authenticationConverters(all -> replace(
                                                all,
                                                List.of(
                                                        new ClientSecretBasicAuthenticationConverter(),
                                                        new ClientSecretPostAuthenticationConverter())))
                                        .authenticationProviders(
                                                all -> replace(all, List.of(new ClientAuthentication(clients))))
                                        .errorResponseHandler(errors))
                                .tokenEndpoint(token -> token.accessTokenRequestConverters(
                                                all -> replace(all, List.of(new ClientCredentials())))
                                        .authenticationProviders(
                                                all -> replace(all, List.of(grant(kept, tokens, clock))))
                                        .errorResponseHandler(errors)))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(exceptions -> exceptions.authenticationEntryPoint(errors))
                .build();
    }

    private static AuthenticationProvider grant(NothingKept kept, TokenIssuer tokens, InstantSource clock) {
        OAuth2TokenGenerator<OAuth2AccessToken> generator = context -> {
            var client = context.getRegisteredClient();
            var token = tokens.issue(
                    client.getClientId(),
                    RegisteredClients.tenant(client),
                    context.getAuthorizedScopes(),
                    clock.instant());
            return new OAuth2AccessToken(
                    OAuth2AccessToken.TokenType.BEARER,
                    token.text(),
                    token.issuedAt(),
                    token.expiresAt(),
                    context.getAuthorizedScopes());
        };
        return new OAuth2ClientCredentialsAuthenticationProvider(kept, generator);
    }

    private static <T> void replace(List<T> all, List<T> by) {
        all.clear();
        all.addAll(by);
    }
}
