package io.facematch.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facematch.face.FaceSettings;
import io.facematch.face.decoding.DecodingBudget;
import io.facematch.face.network.ModelChoice;
import io.facematch.start.Refusal;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class EngineSettingsTest {
    @Test
    void takesAllThatAWorkerTakes() {
        var settings = EngineSettings.ofThisProcess(
                "--facematch.models=a" + File.pathSeparator + "b",
                "--facematch.embedder= sface-2021dec ",
                "--facematch.detector=yunet-2023mar",
                "--facematch.calibration=sface-2021dec/yunet-2023mar/staff",
                "--facematch.research-models=yes",
                "--facematch.decoding.time=3s",
                "--facematch.decoding.size=64MB");

        assertThat(settings.searchPath()).startsWith(Path.of("a"), Path.of("b"));
        assertThat(settings.choice())
                .isEqualTo(
                        new ModelChoice("sface-2021dec", "yunet-2023mar", "sface-2021dec/yunet-2023mar/staff", true));
        assertThat(settings.faceSettings())
                .isEqualTo(FaceSettings.DEFAULTS.with(new DecodingBudget(Duration.ofSeconds(3), 64 << 20)));
    }

    @Test
    void hasTheDefaultsOfTheEngine() {
        var settings = EngineSettings.ofThisProcess("--facematch.embedder=", "--facematch.detector= ");

        assertThat(settings.choice().embedder()).isNull();
        assertThat(settings.choice().detector()).isNull();
        assertThat(settings.faceSettings()).isEqualTo(FaceSettings.DEFAULTS);
    }

    @Test
    void refusesWhatAWorkerRefuses(CapturedOutput log) {
        var refused = catchThrowable(() -> EngineSettings.ofThisProcess("--facematch.decoding.time=0s"));

        assertThat(Refusal.of(refused))
                .hasValueSatisfying(line -> assertThat(line).startsWith("facematch.decoding.time must be"));
        assertThat(log).doesNotContain("Exception", "APPLICATION FAILED");
    }
}
