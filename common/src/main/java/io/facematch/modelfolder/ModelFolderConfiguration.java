package io.facematch.modelfolder;

import io.facematch.card.folder.CardProblem;
import io.facematch.card.folder.KnownModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the cards of the folders when the process starts, and logs those that it can't use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelFolderSettings.class)
public class ModelFolderConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFolderConfiguration.class);

    @Bean
    KnownModels knownModels(ModelFolderSettings settings) {
        var known = KnownModels.in(settings.searchPath());
        known.problems().stream().map(CardProblem::message).forEach(LOG::warn);
        return known;
    }
}
