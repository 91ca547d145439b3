package io.facematch.face.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import io.facematch.verification.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void crispnessDependsOnFocusNotOnLight() {
        var sharp = FaceTexture.of(pattern(4, 4, 100), 112);
        var soft = FaceTexture.of(pattern(40, 40, 100), 112);
        var dim = FaceTexture.of(pattern(4, 4, 25), 112);

        assertThat(sharp.crispness()).isGreaterThan(0.6);
        assertThat(soft.crispness()).isLessThan(0.2);
        assertThat(dim.crispness()).isCloseTo(sharp.crispness(), within(0.05));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 26.6, 45, 63.4, 90, 116.6, 135, 153.4})
    void crispnessIsThatOfTheDirectionWithTheLeast(double degrees) {
        var shaken = FaceTexture.of(pattern(40, 4, 100, degrees), 112);

        assertThat(shaken.crispness()).isLessThan(0.3);
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "40, 0", "4, 27", "40, 27", "4, 45", "40, 45", "4, 120", "40, 120"})
    void theEdgeOfAPhotoIsNoDetail(int wave, double degrees) {
        var whole = pattern(wave, wave, 60);

        assertThat(FaceTexture.of(cutOff(whole, degrees), 112).crispness())
                .isCloseTo(FaceTexture.of(whole, 112).crispness(), within(0.02));
    }

    /** Black on one side of a line through the middle at this angle. */
    private static byte[] cutOff(byte[] whole, double degrees) {
        var cos = Math.cos(Math.toRadians(degrees));
        var sin = Math.sin(Math.toRadians(degrees));
        var grey = whole.clone();
        for (var at = 0; at < grey.length; at++) {
            if ((at / 112 - 65) * cos - (at % 112 - 56) * sin > 0) {
                grey[at] = 0;
            }
        }
        return grey;
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

    /** Waves of these lengths in pixels, across and down, around grey 128. */
    private static byte[] pattern(int across, int down, double amplitude) {
        return pattern(across, down, amplitude, 0);
    }

    private static byte[] pattern(int across, int down, double amplitude, double degrees) {
        var cos = Math.cos(Math.toRadians(degrees));
        var sin = Math.sin(Math.toRadians(degrees));
        var grey = new byte[112 * 112];
        for (var y = 0; y < 112; y++) {
            for (var x = 0; x < 112; x++) {
                var wave = Math.sin(2 * Math.PI * (x * cos + y * sin) / across + 0.3)
                        + Math.sin(2 * Math.PI * (y * cos - x * sin) / down + 0.3);
                grey[112 * y + x] = (byte) Math.round(128 + amplitude / 2 * wave);
            }
        }
        return grey;
    }
}
