package io.facematch.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalModelsTest {
    @Test
    void chooseAsAWorkerWithTheSameSettings() {
        var models = LocalModels.of(Map.of(
                "FACEMATCH_MODELS", "a" + File.pathSeparator + "b",
                "FACEMATCH_EMBEDDER", " sface-2021dec ",
                "FACEMATCH_DETECTOR", "",
                "FACEMATCH_CALIBRATION", "sface-2021dec/yunet-2023mar/staff"));

        assertThat(models.searchPath()).startsWith(Path.of("a"), Path.of("b"));
        assertThat(models.choice().embedder()).isEqualTo("sface-2021dec");
        assertThat(models.choice().detector()).isNull();
        assertThat(models.choice().calibration()).isEqualTo("sface-2021dec/yunet-2023mar/staff");
        assertThat(models.choice().researchModelsAcknowledged()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "yes, true", "1, true", "false, false", "no, false", "'', false"})
    void researchModelsAreAcknowledgedByTheWordsThatAWorkerTakes(String word, boolean acknowledged) {
        assertThat(LocalModels.of(Map.of("FACEMATCH_RESEARCH_MODELS", word))
                        .choice()
                        .researchModelsAcknowledged())
                .isEqualTo(acknowledged);
    }
}
