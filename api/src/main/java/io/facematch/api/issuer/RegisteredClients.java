package io.facematch.api.issuer;

import io.facematch.api.issuer.Clients.Known;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** Our clients in the form of Spring Authorization Server. A disabled client looks like one that does not exist. */
final class RegisteredClients implements RegisteredClientRepository {
    private static final String TENANT = "facematch.tenant";

    private final Clients clients;
    private final TokenSettings tokens;

    RegisteredClients(Clients clients, Duration tokenLifetime) {
        this.clients = clients;
        this.tokens =
                TokenSettings.builder().accessTokenTimeToLive(tokenLifetime).build();
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String id) {
        try {
            return clients.find(id)
                    .filter(known -> !known.client().disabled())
                    .map(this::registered)
                    .orElse(null);
        } catch (DataAccessException e) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE);
        }
    }

    private RegisteredClient registered(Known known) {
        var client = known.client();
        return RegisteredClient.withId(client.id())
                .clientId(client.id())
                .clientName(client.name())
                .clientSecret(ClientSecret.Hashes.of(known.hash()))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .clientSettings(ClientSettings.builder()
                        .setting(TENANT, client.tenant())
                        .build())
                .tokenSettings(tokens)
                .build();
    }

    static String tenant(RegisteredClient client) {
        return Objects.requireNonNull(client.getClientSettings().getSetting(TENANT), "set above");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are added by the command line");
    }
}
