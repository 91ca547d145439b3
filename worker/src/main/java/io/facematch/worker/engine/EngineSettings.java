package io.facematch.worker.engine;

import io.facematch.face.FaceSettings;
import io.facematch.face.network.ModelChoice;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;

/**
 * What a worker compares with.
 *
 * @param searchPath folders to look for models in, the first ones first
 * @param choice which of the models decide
 * @param faceSettings what the engine accepts
 */
public record EngineSettings(List<Path> searchPath, ModelChoice choice, FaceSettings faceSettings) {

    public EngineSettings {
        searchPath = List.copyOf(searchPath);
    }

    /**
     * Those of a worker that would start here and now: from the environment, and from all other places where it looks.
     * Starts none, and leaves the log alone. A setting that a worker refuses is refused in the same way.
     *
     * @param arguments settings that win over the environment, as {@code --name=value}
     */
    public static EngineSettings ofThisProcess(String... arguments) {
        var application = new SpringApplication(EngineSettingsConfiguration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        // Of the usual ones: others set up the log.
        application.setListeners(List.of(new EnvironmentPostProcessorApplicationListener()));
        application.setLogStartupInfo(false);
        // A setting that is refused fails below; while it starts, Spring would log that in its own words.
        application.setLazyInitialization(true);
        application.setRegisterShutdownHook(false);
        try (var context = application.run(arguments)) {
            return context.getBean(EngineSettings.class);
        }
    }
}
