package io.facematch.api.issuer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/** Our clients as Spring Authorization Server knows clients: they may use the one grant, and have no secret to be read. */
final class RegisteredClients implements RegisteredClientRepository {
    private static final String TENANT = "facematch.tenant";

    private final Clients clients;

    RegisteredClients(Clients clients) {
        this.clients = clients;
    }

    static RegisteredClient of(Client client) {
        return RegisteredClient.withId(client.id())
                .clientId(client.id())
                .clientName(client.name())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .clientSettings(ClientSettings.builder()
                        .setting(TENANT, client.tenant())
                        .build())
                .build();
    }

    static String tenant(RegisteredClient client) {
        return Objects.requireNonNull(client.getClientSettings().getSetting(TENANT), "set above");
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String id) {
        return clients.find(id).map(RegisteredClients::of).orElse(null);
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
