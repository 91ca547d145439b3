package io.facematch.api.webhooks.delivery;

import io.facematch.api.webhooks.WebhookSettings;
import io.facematch.api.webhooks.address.CheckedResolver;
import io.facematch.api.webhooks.delivery.Sender.Patience;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {
    /** Trusts the authorities that Java trusts. */
    @Bean
    Sender webhookSender(WebhookSettings settings, InstantSource clock) throws NoSuchAlgorithmException {
        return new Sender(new CheckedResolver(settings.networks()), SSLContext.getDefault(), Patience.USUAL, clock);
    }
}
