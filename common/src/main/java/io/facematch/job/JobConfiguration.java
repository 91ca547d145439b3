package io.facematch.job;

import io.facematch.epoch.EpochConfiguration;
import io.facematch.epoch.EpochKeys;
import io.facematch.epoch.Epochs;
import io.facematch.payload.MasterKeys;
import io.facematch.tenant.ClientReferences;
import io.facematch.tenant.TenantKeys;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@Import(EpochConfiguration.class)
public class JobConfiguration {
    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    JobKeys jobKeys(JdbcClient jdbc, Epochs epochs, EpochKeys epochKeys, MasterKeys masterKeys) {
        return new JobKeys(jdbc, epochs, epochKeys, masterKeys);
    }

    @Bean
    TenantKeys tenantKeys(JdbcClient jdbc, MasterKeys masterKeys) {
        return new TenantKeys(jdbc, masterKeys);
    }

    @Bean
    ClientReferences clientReferences(TenantKeys keys) {
        return new ClientReferences(keys);
    }

    @Bean
    Pairs pairs(JdbcTemplate jdbc) {
        return new Pairs(jdbc);
    }

    @Bean
    Lanes lanes(JdbcClient jdbc) {
        return new Lanes(jdbc);
    }

    @Bean
    Outcomes outcomes(JdbcClient jdbc) {
        return new Outcomes(jdbc);
    }

    @Bean
    OutcomeTransaction outcomeTransaction(
            JdbcTemplate jdbc, PlatformTransactionManager transactions, JobKeys keys, InstantSource clock) {
        return new OutcomeTransaction(jdbc, new TransactionTemplate(transactions), keys, clock);
    }

    @Bean
    @DependsOnDatabaseInitialization
    ModelUses modelUses(JdbcClient jdbc) {
        return new ModelUses(jdbc);
    }
}
