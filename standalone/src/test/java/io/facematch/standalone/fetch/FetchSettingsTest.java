package io.facematch.standalone.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.terminal.CommandFailed;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "true, true",
        "TRUE, true",
        " yes , true",
        "1, true",
        "on, true",
        "false, false",
        "no, false",
        "'', false"
    })
    void offlineIsSaidByTheWordsThatAWorkerTakes(String word, boolean offline) {
        assertThat(FetchSettings.of(Map.of("FACEMATCH_OFFLINE", word)).offline())
                .isEqualTo(offline);
    }

    @Test
    void anotherWordIsRefused() {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> FetchSettings.of(Map.of("FACEMATCH_OFFLINE", "maybe")))
                .withMessage("FACEMATCH_OFFLINE is 'maybe', but must be true or false");
    }

    @Test
    void aMirrorIsAFolderOrAnAddress() {
        assertThat(mirror("https://models.example/copies").at("a.onnx"))
                .isEqualTo(URI.create("https://models.example/copies/a.onnx"));
        assertThat(mirror("http://models.example:81/").at("a.onnx"))
                .isEqualTo(URI.create("http://models.example:81/a.onnx"));
        assertThat(Path.of(mirror("/srv/face models").at("a.onnx"))).isEqualTo(Path.of("/srv/face models/a.onnx"));
        assertThat(Path.of(mirror("copies/").at("a.onnx")))
                .isEqualTo(Path.of("copies/a.onnx").toAbsolutePath());
        assertThat(FetchSettings.of(Map.of()).mirror()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://models.example/",
                "file:///srv/models",
                "http://",
                "http:// models.example",
                "https://models.example/?key=1",
                "https://somebody:s3cret@models.example/"
            })
    void anythingElseIsRefused(String setting) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> mirror(setting))
                .withMessageContaining("FACEMATCH_MODELS_MIRROR must be a folder, or an address")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("s3cret"));
    }

    private static Mirror mirror(String setting) {
        var mirror =
                FetchSettings.of(Map.of("FACEMATCH_MODELS_MIRROR", setting)).mirror();
        return Objects.requireNonNull(mirror);
    }
}
