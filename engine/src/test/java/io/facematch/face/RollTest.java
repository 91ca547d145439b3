package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.Verification.Compared;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A photo that lies askew gives the answer of the same photo upright, whatever its angle. */
class RollTest {
    private static final boolean SLOW = Boolean.getBoolean("facematch.slow-tests");
    private static final double SAME_SIMILARITY = 0.03;

    /** Of the pairs that match upright. */
    private static final double MATCH_AT_EVERY_ROLL = 0.99;

    private static final double NON_MATCH_AT_ANY_ROLL = 0.003;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 8, 10})
    void ofSampleDoesNotMatter(int person) {
        try (var engine = Engines.of("yunet-s-dynamic", "espdl-mbf-112");
                var verifier = engine.newVerifier()) {
            var reference = Portraits.id(person);
            var upright = (Compared) verifier.verify(Portraits.selfie(person), reference);

            rolls(SLOW ? 5 : 30).forEach(roll -> {
                var answer = verifier.verify(Retouching.rolled(Portraits.selfie(person), roll), reference);

                assertThat(answer).as("at %d degrees", roll).isInstanceOf(Compared.class);
                assertThat(((Compared) answer).similarity())
                        .as("at %d degrees", roll)
                        .isCloseTo(upright.similarity(), within(SAME_SIMILARITY));
            });
        }
    }

    @Test
    void ofRealPeopleDoesNotMatter() {
        var pairs = Lfw.samePersons(40);
        try (var engine = Engines.of("yunet-s-dynamic", "espdl-mbf-112");
                var verifier = engine.newVerifier()) {
            var matching = pairs.stream()
                    .filter(pair -> isMatch(verifier.verify(Lfw.read(pair.getFirst()), Lfw.read(pair.getLast()))))
                    .toList();
            var turned = rolls(SLOW ? 5 : 45).toArray();
            var silent = 0;
            for (var roll : turned) {
                var matches = 0;
                for (var pair : matching) {
                    var answer = verifier.verify(
                            Retouching.rolled(Lfw.read(pair.getFirst()), roll), Lfw.read(pair.getLast()));
                    matches += isMatch(answer) ? 1 : 0;
                    silent += answer instanceof Compared && !isMatch(answer) ? 1 : 0;
                }
                System.out.printf("%d pairs rolled by %d degrees: %d match%n", matching.size(), roll, matches);
                assertThat(matches).as("at %d degrees", roll).isGreaterThanOrEqualTo((int)
                        (MATCH_AT_EVERY_ROLL * matching.size()));
            }
            // Of few photos one may be at the threshold.
            assertThat(silent)
                    .isLessThanOrEqualTo(Math.max(1, (int) (NON_MATCH_AT_ANY_ROLL * turned.length * matching.size())));
        }
    }

    private static IntStream rolls(int step) {
        return IntStream.iterate(step, roll -> roll < 360, roll -> roll + step);
    }

    private static boolean isMatch(Verification answer) {
        return answer instanceof Compared compared
                && OperatingPoint.DEFAULT.decide(compared.similarity()) == Decision.MATCH;
    }
}
