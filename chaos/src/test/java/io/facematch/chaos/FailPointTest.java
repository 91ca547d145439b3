package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.chaos.FailPoints.Point;
import io.facematch.chaos.failpoint.FailPoint;
import io.facematch.chaos.failpoint.FailPoint.Place;
import io.facematch.chaos.failpoint.Weaving;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fail points are in the product as it is now: a method that gets another name takes its point along. */
class FailPointTest {
    static Stream<Point> points() {
        return FailPoints.all();
    }

    @ParameterizedTest
    @MethodSource("points")
    void existsInTheProduct(Point point) throws IOException {
        assertThat(Weaving.weave(classFile(point.type()), point.at(1, Path.of("report")))
                        .places())
                .isPositive();
    }

    @Test
    void isMissedWhereTheProductHasNoSuchPlace() throws IOException {
        var gone = new FailPoint(
                "GONE",
                "io.facematch.worker.comparison.Settlement",
                "settle",
                Place.AFTER,
                "basicNack",
                1,
                null,
                Path.of("report"));
        var bytes = classFile(gone.type());

        assertThatThrownBy(() -> Weaving.weave(bytes, gone))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GONE");
    }

    private static byte[] classFile(String type) throws IOException {
        try (var stream = FailPointTest.class.getClassLoader().getResourceAsStream(type.replace('.', '/') + ".class")) {
            assertThat(stream).as("the class " + type).isNotNull();
            return stream.readAllBytes();
        }
    }
}
