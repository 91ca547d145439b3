package io.facematch.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
    private static final String HASH = "0".repeat(64);

    @Test
    void isKnownByTheNameOfItsFile() {
        assertThat(source("https://models.example/a/b/face_v1.espdl?raw=true").file())
                .isEqualTo("face_v1.espdl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://models.example/face.onnx",
                "file:///models/face.onnx",
                "https:/face.onnx",
                "mailto:face.onnx",
                "face.onnx",
                "https://models.example",
                "https://models.example/",
                "https://models.example/models/..",
                "https://models.example/models/a%20b",
                "https://models.example/models/..%5Cface.onnx"
            })
    void isAnEncryptedAddressOfAFile(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> source(url)).withMessageContaining(url);
    }

    @Test
    void saysWhichBytesItGives() {
        var url = URI.create("https://models.example/face.onnx");

        assertThatIllegalArgumentException().isThrownBy(() -> new ModelSource(url, 0, HASH, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelSource(url, 1, HASH.substring(1), null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelSource(url, 1, "A".repeat(64), null));
    }

    /** So that somebody else's later file can't take its place. */
    @Test
    void everySourceOfOurCardsNamesACommit() {
        assertThat(ModelCards.all().stream().flatMap(card -> card.sources().stream()))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.url().getPath()).containsPattern("/[0-9a-f]{40}/"));
    }

    private static ModelSource source(String url) {
        return new ModelSource(URI.create(url), 1, HASH, null);
    }
}
