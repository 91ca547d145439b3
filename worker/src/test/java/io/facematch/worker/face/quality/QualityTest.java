package io.facematch.worker.face.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.Reason;
import io.facematch.worker.face.detection.Landmarks;
import io.facematch.worker.face.detection.Point;
import org.junit.jupiter.api.Test;

class QualityTest {

    @Test
    void namesThePartThatIsTooPoor() {
        assertThat(new Quality(0.1, 1, 1, 1, 1, 9).refusal(Quality.FLOOR)).contains(Reason.FACE_TOO_SMALL);
        assertThat(new Quality(1, 0.1, 1, 1, 1, 90).refusal(Quality.FLOOR)).contains(Reason.TOO_BLURRED);
        assertThat(new Quality(1, 0.1, 0.1, 1, 1, 90).refusal(Quality.FLOOR)).contains(Reason.TOO_DARK);
        assertThat(new Quality(1, 1, 1, 0.1, 1, 90).refusal(Quality.FLOOR)).contains(Reason.TOO_BRIGHT);
        assertThat(new Quality(1, 1, 1, 1, 0.1, 90).refusal(Quality.FLOOR)).contains(Reason.FACE_AT_EXTREME_ANGLE);
        assertThat(new Quality(1, 1, 1, 1, 1, 90).refusal(Quality.FLOOR)).isEmpty();
    }

    @Test
    void isAsGoodAsItsWeakestPart() {
        assertThat(new Quality(0.9, 0.8, 0.7, 1, 0.6, 90).overall()).isEqualTo(0.6);
        assertThat(new Quality(0.9, 0.8, 0.5, 1, 0.6, 90).exposure()).isEqualTo(0.5);
    }

    @Test
    void detailDependsOnFocusNotOnLight() {
        var sharp = pattern(4, 100);
        var blurred = pattern(40, 100);

        assertThat(FaceTexture.of(sharp, 112).detail())
                .isGreaterThan(10 * FaceTexture.of(blurred, 112).detail());
        assertThat(FaceTexture.of(pattern(4, 50), 112).detail())
                .isBetween(
                        0.8 * FaceTexture.of(sharp, 112).detail(),
                        1.2 * FaceTexture.of(sharp, 112).detail());
    }

    @Test
    void poseGrowsWithTheTurnAndIgnoresTheTilt() {
        var frontal = new Landmarks(
                new Point(30, 40), new Point(70, 40), new Point(50, 60), new Point(35, 80), new Point(65, 80));
        var tilted = frontal.map(point -> new Point(-point.y(), point.x()));
        var turned = new Landmarks(
                new Point(30, 40), new Point(60, 40), new Point(70, 60), new Point(40, 80), new Point(62, 80));

        assertThat(HeadPose.of(frontal).turn()).isZero();
        assertThat(HeadPose.of(tilted).turn()).isZero();
        assertThat(HeadPose.of(turned).turn()).isGreaterThan(0.8);
    }

    /** Waves of this length in pixels around grey 128. */
    private static byte[] pattern(int wavelength, double amplitude) {
        var grey = new byte[112 * 112];
        for (var at = 0; at < grey.length; at++) {
            var x = at % 112;
            grey[at] = (byte) Math.round(128 + amplitude * Math.sin(2 * Math.PI * x / wavelength + 0.3));
        }
        return grey;
    }
}
