package io.facematch.face.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EmbeddingTest {

    @Test
    void comparesDirectionsNotLengths() {
        var one = Embedding.normalised(new float[] {3, 4});
        var same = Embedding.normalised(new float[] {30, 40});
        var across = Embedding.normalised(new float[] {-4, 3});

        assertThat(one.cosine(same)).isCloseTo(1, within(1e-6)).isLessThanOrEqualTo(1);
        assertThat(one.cosine(across)).isCloseTo(0, within(1e-6));
    }

    @Test
    void printsNoNumbersAndForgetsThem() {
        var embedding = Embedding.normalised(new float[] {3, 4});
        var other = Embedding.normalised(new float[] {3, 4});
        assertThat(embedding).hasToString("Embedding[2]");

        embedding.wipe();

        assertThat(embedding.cosine(other)).isZero();
    }

    @Test
    void refusesVectorWithoutDirection() {
        assertThatIllegalStateException().isThrownBy(() -> Embedding.normalised(new float[4]));
        assertThatIllegalStateException().isThrownBy(() -> Embedding.normalised(new float[] {Float.NaN, 1}));
    }
}
