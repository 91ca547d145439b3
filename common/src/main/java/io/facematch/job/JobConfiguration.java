package io.facematch.job;

import io.facematch.payload.MasterKey;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
public class JobConfiguration {
    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    @DependsOnDatabaseInitialization
    JobKeys jobKeys(JdbcClient jdbc, MasterKey masterKey) {
        MasterKeyCheck.require(jdbc, masterKey);
        return new JobKeys(jdbc, masterKey);
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
