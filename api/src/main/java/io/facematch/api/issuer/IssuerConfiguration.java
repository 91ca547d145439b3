package io.facematch.api.issuer;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.facematch.api.security.IssuerEndpoints;
import io.facematch.api.token.OwnIssuer;
import io.facematch.api.token.SecuritySettings;
import io.facematch.api.tokenrequest.TokenRoute;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Authorization Server with our clients, our key and our claims. It has only the two endpoints that programs
 * need, and only the grant for client credentials.
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
    TokenRoute tokenRoute() {
        return new TokenRoute(TOKEN);
    }

    @Bean
    SigningKeys issuerKeys(IssuerSettings settings) {
        return settings.signingKeys();
    }

    @Bean
    OwnIssuer ownIssuer(IssuerSettings settings, SigningKeys keys) {
        return new OwnIssuer(settings.uri().toString(), keys.publicKeys());
    }

    @Bean
    TokenIssuer tokenIssuer(IssuerSettings settings, SigningKeys keys, SecuritySettings security, InstantSource clock) {
        return new TokenIssuer(
                settings.uri().toString(), keys, security.audience(), settings.appTokenLifetime(), clock);
    }

    /** Signs tokens; the endpoint of the key set shows the public half alone. */
    @Bean
    JWKSource<SecurityContext> signingKeys(SigningKeys keys) {
        return keys.privateKeys();
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> tokenClaims(TokenIssuer tokens) {
        return context -> tokens.describe(
                context.getJwsHeader(),
                context.getClaims(),
                context.getRegisteredClient().getClientId(),
                RegisteredClients.tenant(context.getRegisteredClient()),
                context.getAuthorizedScopes());
    }

    @Bean
    PasswordEncoder secretHashes() {
        return new ClientSecret.Hashes();
    }

    @Bean
    IssuerEndpoints issuerEndpoints(IssuerSettings settings, Clients clients, JsonMapper json) {
        return new Endpoints(
                settings, new RegisteredClients(clients, settings.tokenLifetime()), new TokenEndpointErrors(json));
    }

    private record Endpoints(IssuerSettings settings, RegisteredClients clients, TokenEndpointErrors errors)
            implements IssuerEndpoints {
        @Override
        public String[] paths() {
            return new String[] {TOKEN, KEYS};
        }

        @Override
        public void configure(HttpSecurity http) throws Exception {
            http.with(
                            new OAuth2AuthorizationServerConfigurer(),
                            server -> server.registeredClientRepository(clients)
                                    .authorizationService(new UnstoredAuthorizations())
                                    .authorizationServerSettings(AuthorizationServerSettings.builder()
                                            .issuer(settings.uri().toString())
                                            .tokenEndpoint(TOKEN)
                                            .jwkSetEndpoint(KEYS)
                                            .build())
                                    .clientAuthentication(client -> client.errorResponseHandler(errors))
                                    .tokenEndpoint(token -> token.errorResponseHandler(errors)
                                            .accessTokenRequestConverters(grants -> {
                                                grants.clear();
                                                grants.add(Endpoints::clientCredentials);
                                            })))
                    .exceptionHandling(exceptions -> exceptions.authenticationEntryPoint(errors));
        }

        /** Reads a request for a token. One that names no scopes asks for all that the client has. */
        private static @Nullable Authentication clientCredentials(HttpServletRequest request) {
            var asked = new OAuth2ClientCredentialsAuthenticationConverter().convert(request);
            return asked instanceof OAuth2ClientCredentialsAuthenticationToken grant
                            && grant.getScopes().isEmpty()
                            && grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken authenticated
                            && authenticated.getRegisteredClient() != null
                    ? new OAuth2ClientCredentialsAuthenticationToken(
                            authenticated,
                            authenticated.getRegisteredClient().getScopes(),
                            grant.getAdditionalParameters())
                    : asked;
        }
    }
}
