package io.facematch.modelfolder;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.folder.KnownModels;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ModelFolderConfigurationTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
            .withUserConfiguration(ModelFolderConfiguration.class);

    @TempDir
    private Path folder;

    @Test
    void looksInTheFoldersOfTheEnvironmentFirst() {
        application
                .withPropertyValues("facematch.models=/a" + File.pathSeparator + "/b")
                .run(context -> assertThat(
                                context.getBean(ModelFolderSettings.class).searchPath())
                        .containsExactly(Path.of("/a"), Path.of("/b"), Path.of("models")));
        // Empty, since the environment of the tests may name folders.
        application
                .withPropertyValues("facematch.models=")
                .run(context -> assertThat(
                                context.getBean(ModelFolderSettings.class).searchPath())
                        .containsExactly(Path.of("models")));
    }

    /** A broken card must not keep a process from starting. */
    @Test
    void logsWhatItCantUseAndStarts(CapturedOutput output) throws IOException {
        Files.writeString(folder.resolve("my-r50.card.json"), "{}");

        application.withPropertyValues("facematch.models=" + folder).run(context -> {
            assertThat(context.getBean(KnownModels.class).find("starter-embedder"))
                    .isPresent();
            assertThat(context.getBean(KnownModels.class).find("my-r50")).isEmpty();
        });

        assertThat(output).contains("WARN", "my-r50.card.json is not used: embedder is missing");
    }
}
