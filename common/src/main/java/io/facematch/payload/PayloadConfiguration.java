package io.facematch.payload;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MasterKeySettings.class)
public class PayloadConfiguration {
    /** Runs during the rest of the start, which leaves a core idle. */
    @Bean
    Thread payloadWarmUp() {
        return Thread.ofPlatform().daemon().name("payload-warm-up").start(PayloadCipher::warmUp);
    }

    @Bean
    MasterKey masterKey(MasterKeySettings settings) {
        return settings.load();
    }
}
