package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.face.Verification.Compared;
import io.facematch.face.Verification.NotCompared;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two images at the same time are told apart and judged as they are one after the other. */
class ParallelVerifierTest {
    private static FaceEngine engine;

    @BeforeAll
    static void open() {
        engine = Engines.builtIn();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** Each photo on both sides, with itself and with another. */
    @Test
    void saysWhatTheSequentialVerifierSays() {
        var photos = List.of(
                Portraits.selfie(1),
                Portraits.id(2),
                Portraits.read("fixture_two_persons"),
                Portraits.read("fixture_no_face"),
                Portraits.read("fixture_blurred"),
                new byte[0]);
        try (var sequential = engine.newVerifier();
                var parallel = engine.newParallelVerifier()) {
            for (var at = 0; at < photos.size(); at++) {
                for (var next = at; next <= at + 1; next++) {
                    var probe = photos.get(at);
                    var reference = photos.get(next % photos.size());
                    assertThat(untimed(parallel.verify(probe, reference)))
                            .isEqualTo(untimed(sequential.verify(probe, reference)));
                }
            }
        }
    }

    @Test
    void addsUpTheTimeOfBothSides() {
        try (var parallel = engine.newParallelVerifier()) {
            var timings = parallel.verify(Portraits.selfie(1), Portraits.id(1)).timings();

            assertThat(timings.decode()).isPositive();
            assertThat(timings.detect()).isPositive();
            assertThat(timings.embed()).isPositive();
        }
    }

    @Test
    void failsWithWhatFailedOnEitherSide() {
        var broken = engine.newExtractor();
        broken.close();
        for (var extractor : List.of(
                new ParallelExtractor(broken, engine.newExtractor()),
                new ParallelExtractor(engine.newExtractor(), broken))) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() ->
                            extractor.extract(Portraits.selfie(1), Portraits.id(1), new Stopwatch(), () -> false));
            extractor.close();
        }
    }

    /** Each side looks whether it is still waited for; one look decides for both. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void endsBothSidesWhenNobodyWaitsAnyMore(int looks) {
        try (var parallel = engine.newParallelVerifier()) {
            var looked = new AtomicInteger();

            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> parallel.verify(
                            Portraits.selfie(1), Portraits.id(1), () -> looked.incrementAndGet() >= looks));

            assertThat(parallel.verify(Portraits.selfie(1), Portraits.id(1))).isInstanceOf(Compared.class);
        }
    }

    /** The probe is refused at once, then the thread waits for the reference. */
    @Test
    void endsTheOtherSideWhenItsThreadIsInterrupted() {
        var large = EncodedPhotos.encode(new BufferedImage(6000, 4000, BufferedImage.TYPE_3BYTE_BGR), "png");
        var verifying = Thread.currentThread();
        var looks = new AtomicInteger();
        try (var parallel = engine.newParallelVerifier()) {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> parallel.verify(new byte[0], large, () -> {
                        if (looks.incrementAndGet() == 1) {
                            verifying.interrupt();
                        }
                        return false;
                    }));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(looks).as("of 280 for all of it").hasValueLessThan(200);
            assertThat(parallel.verify(Portraits.selfie(1), Portraits.id(1))).isInstanceOf(Compared.class);
        }
    }

    private static Verification untimed(Verification verification) {
        var never = new Stopwatch().timings();
        return switch (verification) {
            case Compared pair -> new Compared(pair.similarity(), pair.cosine(), pair.probe(), pair.reference(), never);
            case NotCompared pair ->
                new NotCompared(
                        pair.probe(),
                        pair.reference(),
                        pair.probeFace(),
                        pair.referenceFace(),
                        pair.probeSize(),
                        pair.referenceSize(),
                        never);
        };
    }
}
