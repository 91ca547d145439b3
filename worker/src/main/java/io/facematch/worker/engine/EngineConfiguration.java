package io.facematch.worker.engine;

import io.facematch.card.folder.KnownModels;
import io.facematch.face.FaceEngine;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.UnusableModelException;
import io.facematch.job.ModelUses;
import io.facematch.start.UnusableSetting;
import java.time.InstantSource;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Opens the engine, logs which models it compares with, and records them in the database. */
@Configuration(proxyBeanMethods = false)
@Import(EngineSettingsConfiguration.class)
@EnableScheduling
class EngineConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(EngineConfiguration.class);

    @Bean
    FaceEngine faceEngine(EngineSettings settings, KnownModels known) {
        var engine = open(new ModelCatalog(known, settings.searchPath()), settings);
        var models = engine.models();
        LOG.info(
                "Comparing with the embedder {} (licence: {}) and the detector {}",
                models.embedder(),
                models.embedderLicence(),
                models.detector());
        ModelWarnings.about(models).forEach(LOG::warn);
        return engine;
    }

    private static FaceEngine open(ModelCatalog catalog, EngineSettings settings) {
        try {
            return FaceEngine.open(catalog, settings.choice(), settings.faceSettings());
        } catch (UnusableModelException e) {
            throw new UnusableSetting(Objects.requireNonNull(e.getMessage()), e);
        }
    }

    @Bean
    ModelRegistration modelRegistration(ModelUses uses, FaceEngine engine, InstantSource clock) {
        return new ModelRegistration(uses, engine.models(), clock);
    }
}
