package io.facematch.worker.engine;

import io.facematch.face.FaceSettings;
import io.facematch.modelfolder.ModelFolderSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads everything that is set for the engine. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ModelFolderSettings.class, ModelSettings.class, DecodingSettings.class})
class EngineSettingsConfiguration {

    @Bean
    EngineSettings engineSettings(ModelFolderSettings folders, ModelSettings models, DecodingSettings decoding) {
        return new EngineSettings(folders.searchPath(), models.choice(), FaceSettings.DEFAULTS.with(decoding.budget()));
    }
}
