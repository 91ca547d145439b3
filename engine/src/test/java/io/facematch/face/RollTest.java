package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.Verification.Compared;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A photo that lies askew gives the answer of the same photo upright, whatever its angle. */
class RollTest {
    private static final double SAME_SIMILARITY = 0.03;

    /** Of the pairs that match upright. */
    private static final double MATCH_AT_EVERY_ROLL = 0.99;

    private static final double NON_MATCH_AT_ANY_ROLL = 0.003;

    static List<Integer> samples() {
        return Sampling.oneIn(3, List.of(1, 3, 4, 8, 10));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void ofSampleDoesNotMatter(int person) {
        try (var engine = Engines.of("yunet-s-dynamic", "espdl-mbf-112");
                var verifier = engine.newVerifier()) {
            var reference = Portraits.id(person);
            var upright = (Compared) verifier.verify(Portraits.selfie(person), reference);

            rolls(Sampling.ALL ? 5 : 50).forEach(roll -> {
                var answer = verifier.verify(Retouching.rolled(Portraits.selfie(person), roll), reference);

                assertThat(answer).as("at %d degrees", roll).isInstanceOf(Compared.class);
                assertThat(((Compared) answer).similarity())
                        .as("at %d degrees", roll)
                        .isCloseTo(upright.similarity(), within(SAME_SIMILARITY));
            });
        }
    }

    @Test
    void ofRealPeopleDoesNotMatter() throws InterruptedException {
        var rolls = rolls(Sampling.ALL ? 5 : 45).boxed().toList();
        try (var engine = Engines.of("yunet-s-dynamic", "espdl-mbf-112");
                var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var tasks = Lfw.samePersons(120).stream()
                    .map(pair -> (Callable<List<Optional<Decision>>>) () -> decisions(engine, pair, rolls))
                    .toList();
            var pairs = threads.invokeAll(tasks).stream()
                    .map(Future::resultNow)
                    .filter(decisions -> !decisions.isEmpty())
                    .toList();

            for (var at = 0; at < rolls.size(); at++) {
                var matches = count(pairs, at, Decision.MATCH);
                System.out.printf("%d pairs rolled by %d degrees: %d match%n", pairs.size(), rolls.get(at), matches);
                assertThat(matches).as("at %d degrees", rolls.get(at)).isGreaterThanOrEqualTo((long)
                        (MATCH_AT_EVERY_ROLL * pairs.size()));
            }
            var silent = IntStream.range(0, rolls.size())
                    .mapToLong(at -> count(pairs, at, Decision.NON_MATCH))
                    .sum();
            System.out.printf("%d non-matches of %d comparisons%n", silent, rolls.size() * pairs.size());
            // Of few photos one may be at the threshold.
            assertThat(silent)
                    .isLessThanOrEqualTo(Math.max(1, (long) (NON_MATCH_AT_ANY_ROLL * rolls.size() * pairs.size())));
        }
    }

    /** A pair of LFW, by its number, and how its first photo is rolled. */
    record Rolled(int pair, int roll) {}

    static List<Rolled> thatLookUpright() {
        return Sampling.oneIn(
                3,
                List.of(
                        new Rolled(17, 330),
                        new Rolled(30, 180),
                        new Rolled(51, 180),
                        new Rolled(121, 180),
                        new Rolled(68, 135),
                        new Rolled(81, 90),
                        new Rolled(81, 330),
                        new Rolled(146, 135),
                        new Rolled(155, 60),
                        new Rolled(170, 90),
                        new Rolled(205, 75),
                        new Rolled(385, 195)));
    }

    /** The rolled photo looks upright to a detector that looks but once or twice. */
    @ParameterizedTest
    @MethodSource("thatLookUpright")
    void ofFaceThatLooksUprightDoesNotMatter(Rolled photo) {
        assertMatches(photo);
    }

    static List<Rolled> ofTwoPeople() {
        return Sampling.oneIn(2, List.of(new Rolled(74, 30), new Rolled(177, 300)));
    }

    /** Of the two people the first look shows but one, and not the one who is on both photos. */
    @ParameterizedTest
    @MethodSource("ofTwoPeople")
    void ofSecondFaceDoesNotMatter(Rolled photo) {
        assertMatches(photo);
    }

    private static void assertMatches(Rolled photo) {
        try (var engine = Engines.of("yunet-s-dynamic", "espdl-mbf-112")) {
            // Of all pairs, whatever is sampled.
            assertThat(decisions(engine, Lfw.samePersons(1).get(photo.pair()), List.of(photo.roll())))
                    .containsExactly(Optional.of(Decision.MATCH));
        }
    }

    /** With the first photo rolled, empty where it is refused; no decisions when the pair does not match upright. */
    private static List<Optional<Decision>> decisions(FaceEngine engine, List<Path> pair, List<Integer> rolls) {
        try (var verifier = engine.newVerifier()) {
            var probe = Lfw.read(pair.getFirst());
            var reference = Lfw.read(pair.getLast());
            if (!decision(verifier.verify(probe, reference)).equals(Optional.of(Decision.MATCH))) {
                return List.of();
            }
            return rolls.stream()
                    .map(roll -> decision(verifier.verify(Retouching.rolled(probe, roll), reference)))
                    .toList();
        }
    }

    private static long count(List<List<Optional<Decision>>> pairs, int at, Decision decision) {
        return pairs.stream()
                .filter(decisions -> decisions.get(at).equals(Optional.of(decision)))
                .count();
    }

    private static IntStream rolls(int step) {
        return IntStream.iterate(step, roll -> roll < 360, roll -> roll + step);
    }

    private static Optional<Decision> decision(Verification answer) {
        return answer instanceof Compared compared
                ? Optional.of(OperatingPoint.DEFAULT.decide(compared.similarity()))
                : Optional.empty();
    }
}
