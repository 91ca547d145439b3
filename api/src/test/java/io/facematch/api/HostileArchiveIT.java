package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.archive.HostileArchive;
import io.facematch.testing.Form;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each hostile archive through both doors for archives: the same answer, and nothing left behind. */
class HostileArchiveIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "hostile-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);

    @AfterEach
    void leavesNothingInTheSpool() throws IOException {
        API.assertSpoolIsEmpty();
    }

    /** The shared API allows more members than the archives of these two names have. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ONE_MEMBER_TOO_MANY", "MORE_MEMBERS_THAN_A_SHORT_COUNT_HOLDS"})
    void getsItsAnswer(HostileArchive hostile) {
        var zip = hostile.bytes();
        var answers = List.of(API.postZip(token, zip), API.postPair(token, new Form().file("archive", zip)));

        for (var answer : answers) {
            var code = hostile.code();
            if (code == null) {
                assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
            } else {
                assertProblem(
                        answer, code.httpStatus(), code.httpStatus() == 422 ? "archive-not-usable" : "archive-refused");
                assertThat(answer.json().get("detail").asString()).startsWith(code.name());
            }
        }
        assertThat(API.jobsOf(tenant)).isEqualTo(hostile.code() == null ? 2 : 0);
    }

    @Test
    void thatIsCutGetsAClearAnswerWhereverItIsCut() {
        var zip = HostileArchive.moderate();
        for (int length = 0; length < zip.length; length += 20 * 1024 - 1) {
            assertProblem(API.postZip(token, Arrays.copyOf(zip, length)), 400, "archive-refused");
        }
        assertThat(API.jobsOf(tenant)).isZero();
    }
}
