package io.facematch.epoch;

import io.facematch.payload.DigestKey;
import io.facematch.payload.MasterKeys;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
public class EpochConfiguration {
    @Bean
    @DependsOnDatabaseInitialization
    Installation installation(JdbcClient jdbc, MasterKeys masterKeys, ObjectProvider<Installation.Maker> maker) {
        return maker.getIfAvailable() == null
                ? Installation.open(jdbc, masterKeys)
                : Installation.openOrMake(jdbc, masterKeys);
    }

    @Bean
    DigestKey digestKey(Installation installation) {
        return installation.digests();
    }

    @Bean
    EpochKeys epochKeys(
            KeySettings settings,
            Installation installation,
            MasterKeys masterKeys,
            ObjectProvider<Installation.Maker> maker) {
        var folder = settings.requireFolder();
        return maker.getIfAvailable() == null
                ? EpochFolder.open(folder, installation.id(), masterKeys)
                : EpochFolder.openOrMake(folder, installation.id(), masterKeys);
    }

    @Bean
    Epochs epochs(JdbcClient jdbc, EpochKeys keys, KeySettings settings, InstantSource clock) {
        return new Epochs(jdbc, keys, settings, clock);
    }
}
