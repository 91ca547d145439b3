package io.facematch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.testing.TestJobs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("compatibility")
class MasterKeyCheckIT {
    private static final MasterKey OTHER = MasterKey.ofBase64("Zk3mP1vQx8sT0yNw5bGfJ7cLrA9dUo2hEiKq6XzRt4M=");

    private final TestJobs fixture = new TestJobs();

    @Test
    void takesTheKeyOfTheFirstStartFromThenOn() {
        MasterKeyCheck.require(fixture.jdbc, TestJobs.MASTER_KEY);

        assertThatCode(() -> MasterKeyCheck.require(fixture.jdbc, TestJobs.MASTER_KEY))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() -> MasterKeyCheck.require(fixture.jdbc, OTHER))
                .withMessageContaining("this database was set up with another one")
                .withMessageNotContaining("Make one");
        assertThatCode(() -> MasterKeyCheck.require(fixture.jdbc, TestJobs.MASTER_KEY))
                .doesNotThrowAnyException();
    }

    @Test
    void keepsOnlyADigestOfTheKey() {
        MasterKeyCheck.require(fixture.jdbc, TestJobs.MASTER_KEY);

        assertThat(fixture.jdbc
                        .sql("select master_key_check from installation")
                        .query(byte[].class)
                        .single())
                .isEqualTo(TestJobs.MASTER_KEY.digest("installation", "").doFinal());
    }
}
