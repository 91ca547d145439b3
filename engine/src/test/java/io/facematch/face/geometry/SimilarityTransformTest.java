package io.facematch.face.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.alignment.AlignmentTemplate;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class SimilarityTransformTest {

    @Test
    void recoversTurnScaleAndShift() {
        var original = new SimilarityTransform(0.6, -0.8, 12, -7);
        var from = AlignmentTemplate.ARCFACE.points();
        var to = from.stream().map(original::apply).toList();

        var found = SimilarityTransform.between(from, to);

        assertThat(found.a()).isCloseTo(0.6, within(1e-9));
        assertThat(found.b()).isCloseTo(-0.8, within(1e-9));
        assertThat(found.dx()).isCloseTo(12, within(1e-9));
        assertThat(found.dy()).isCloseTo(-7, within(1e-9));
        assertThat(found.scale()).isCloseTo(1, within(1e-9));
    }

    @Test
    void doesNotMirror() {
        var from = AlignmentTemplate.ARCFACE.points();
        var mirrored = from.stream()
                .map(point -> new Point(112 - point.x(), point.y()))
                .toList();

        var found = SimilarityTransform.between(from, mirrored);

        // The best it can do without a reflection is far from the mirror image.
        assertThat(found.apply(from.getFirst()).distanceTo(mirrored.getFirst())).isGreaterThan(10);
    }

    @Test
    void refusesPointsWithoutExtent() {
        var same = Collections.nCopies(5, new Point(3, 3));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimilarityTransform.between(same, AlignmentTemplate.ARCFACE.points()));
    }
}
