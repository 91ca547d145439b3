package io.facematch.payload;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MasterKeySettings.class)
public class PayloadConfiguration {
    @Bean
    MasterKey masterKey(MasterKeySettings settings) {
        return settings.load();
    }
}
