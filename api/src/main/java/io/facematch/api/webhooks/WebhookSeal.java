package io.facematch.api.webhooks;

import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import io.facematch.tenant.TenantKeys;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Seals what the database keeps of an endpoint, under a key of its tenant. What is moved to another endpoint does not open. */
@Component
class WebhookSeal {
    private static final int ADDRESS = 0;
    private static final int SECRET = 1;

    private final TenantKeys keys;

    WebhookSeal(TenantKeys keys) {
        this.keys = keys;
    }

    /** Where an endpoint is, and what its owner says about it. */
    record Address(String url, @Nullable String description) {
        @Override
        public String toString() {
            return "Address[]";
        }
    }

    byte[] seal(String tenant, UUID endpoint, Address address) {
        var description = address.description();
        return seal(tenant, endpoint, ADDRESS, address.url(), description == null ? "" : description);
    }

    byte[] seal(String tenant, UUID endpoint, SigningSecret secret) {
        return seal(tenant, endpoint, SECRET, secret.text());
    }

    Address openAddress(String tenant, UUID endpoint, byte[] sealed) {
        var texts = open(tenant, endpoint, ADDRESS, sealed);
        return new Address(texts[0], texts[1].isEmpty() ? null : texts[1]);
    }

    SigningSecret openSecret(String tenant, UUID endpoint, byte[] sealed) {
        return SigningSecret.of(open(tenant, endpoint, SECRET, sealed)[0]);
    }

    private byte[] seal(String tenant, UUID endpoint, int what, String... texts) {
        try (var key = keys.webhooks(tenant)) {
            return PayloadCipher.sealWebhook(key, new SealContext(tenant, endpoint, what), texts);
        }
    }

    private String[] open(String tenant, UUID endpoint, int what, byte[] sealed) {
        try (var key = keys.webhooks(tenant)) {
            return PayloadCipher.openWebhook(key, new SealContext(tenant, endpoint, what), sealed);
        } catch (NotOpened e) {
            throw new IllegalStateException("what is sealed of a webhook does not open under the key of its tenant", e);
        }
    }
}
