package io.facematch.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facematch.modelfolder.ModelFolderConfiguration;
import io.facematch.start.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A worker does not start with other models than those it was asked for, and says so in a line. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void namesTheEmbeddersThereAre(CapturedOutput log) {
        assertRefused(log, "nobody", "no embedder is called nobody; known are starter-embedder");
    }

    @Test
    void saysWhatIsWrongWithTheCardThatWasAskedFor(CapturedOutput log) throws IOException {
        var card = Files.writeString(folder.resolve("mine.card.json"), "{\"id\": \"mine\"");

        assertRefused(log, "mine", card + " is not used: it is no JSON");
    }

    @Test
    void saysThatTheFileOfAModelIsNotThere(CapturedOutput log) {
        assertRefused(log, "espdl-mbf-112", "espdl-mbf-112");
    }

    private void assertRefused(CapturedOutput log, String embedder, String why) {
        var refused = catchThrowable(
                () -> new SpringApplicationBuilder(EngineConfiguration.class, ModelFolderConfiguration.class)
                        .web(WebApplicationType.NONE)
                        .run("--facematch.embedder=" + embedder, "--facematch.models=" + folder)
                        .close());

        assertThat(Refusal.of(refused))
                .hasValueSatisfying(line -> assertThat(line).contains(why).doesNotContain("\n"));
        assertThat(log).doesNotContain("\tat ", "APPLICATION FAILED");
    }
}
