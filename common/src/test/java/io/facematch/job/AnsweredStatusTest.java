package io.facematch.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.verification.Decision;
import io.facematch.verification.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsweredStatusTest {
    @ParameterizedTest
    @CsvSource({
        "kwikid, 200, 200, 400, 400, 500, 503",
        "azakaw, 200, 200, 200, 200, 200, 503",
        "v1,     200, 200, 400, 400, 500, 503"
    })
    void isThatOfTheSurface(
            String surface, int compared, int noFace, int damaged, int empty, int crashed, int tooLate) {
        assertThat(AnsweredStatus.of(surface, new Compared(0.1, 0, Decision.NON_MATCH, null, null)))
                .isEqualTo(compared);
        assertThat(AnsweredStatus.of(surface, new NotCompared(null, Reason.NO_FACE)))
                .isEqualTo(noFace);
        assertThat(AnsweredStatus.of(surface, new NotCompared(Reason.NO_FACE, Reason.DAMAGED_FILE)))
                .isEqualTo(damaged);
        assertThat(AnsweredStatus.of(surface, new NotCompared(Reason.EMPTY_FILE, null)))
                .isEqualTo(empty);
        assertThat(AnsweredStatus.of(surface, new Fault(Reason.PROCESSING_CRASH)))
                .isEqualTo(crashed);
        assertThat(AnsweredStatus.of(surface, new Fault(Reason.DEADLINE_PASSED)))
                .isEqualTo(tooLate);
    }
}
