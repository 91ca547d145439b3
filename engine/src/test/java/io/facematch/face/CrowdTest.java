package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.Extraction.Faces;
import io.facematch.face.Verification.Compared;
import io.facematch.verification.OperatingPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forty people in one photo cost as much as ten. */
class CrowdTest {
    private static final byte[] CROWD = EncodedPhotos.encode(EncodedPhotos.crowd(), "png");

    private static FaceEngine engine;

    @BeforeAll
    static void open() {
        engine = Engines.builtIn();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void embedsTheTenLargestFacesAndNoMore() {
        try (var extractor = engine.newExtractor()) {
            var faces = ((Faces) extractor.extract(CROWD)).faces();

            assertThat(faces).hasSize(10);
            // The front row stands below; no face behind it is as large.
            assertThat(faces)
                    .allSatisfy(face -> assertThat(face.report().box().y()).isGreaterThan(640));
            assertThat(faces.getFirst().report().facesFound()).isEqualTo(10);
        }
    }

    @Test
    void comparesWithThePersonWhoIsMostAlike() {
        try (var verifier = engine.newVerifier()) {
            var answer = (Compared) verifier.verify(Portraits.selfie(4), CROWD);

            assertThat(answer.similarity()).isGreaterThan(OperatingPoint.DEFAULT.threshold());
            // The fourth in the front row.
            assertThat(answer.reference().box().x()).isBetween(570.0, 760.0);
            assertThat(answer.reference().box().y()).isBetween(640.0, 880.0);
        }
    }

    @Test
    void isSymmetricBitForBit() {
        try (var verifier = engine.newVerifier()) {
            for (var other : new byte[][] {Portraits.id(4), Portraits.read("fixture_two_persons"), CROWD}) {
                var there = (Compared) verifier.verify(CROWD, other);
                var back = (Compared) verifier.verify(other, CROWD);

                assertThat(Double.doubleToLongBits(back.similarity()))
                        .isEqualTo(Double.doubleToLongBits(there.similarity()));
                assertThat(Double.doubleToLongBits(back.cosine())).isEqualTo(Double.doubleToLongBits(there.cosine()));
                assertThat(back.probe()).isEqualTo(there.reference());
                assertThat(back.reference()).isEqualTo(there.probe());
            }
        }
    }
}
