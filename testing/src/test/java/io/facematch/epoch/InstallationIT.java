package io.facematch.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.epoch.Installation.NotSetUp;
import io.facematch.payload.DigestKey;
import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("compatibility")
class InstallationIT {
    private static final MasterKey FIRST = MasterKey.ofBase64("7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZgI=");
    private static final MasterKey SECOND = MasterKey.ofBase64("Zk3mP1vQx8sT0yNw5bGfJ7cLrA9dUo2hEiKq6XzRt4M=");

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.create().dataSource());

    @Test
    void takesTheKeyOfTheFirstStartFromThenOn() {
        assertThatExceptionOfType(NotSetUp.class)
                .isThrownBy(() -> Installation.open(jdbc, MasterKeys.of(FIRST)))
                .withMessageContaining("start the API first");

        var made = Installation.openOrMake(jdbc, MasterKeys.of(FIRST));

        var again = Installation.open(jdbc, MasterKeys.of(FIRST));
        assertThat(again.id()).isEqualTo(made.id());
        assertThat(digest(again.digests())).isEqualTo(digest(made.digests()));
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() -> Installation.openOrMake(jdbc, MasterKeys.of(SECOND)))
                .withMessageContaining("this database was set up with another one")
                .withMessageNotContaining("Make one");
        Installation.open(jdbc, MasterKeys.of(FIRST));
    }

    @Test
    void keepsItsDigestsWhenTheMasterKeyChanges() {
        var before = digest(Installation.openOrMake(jdbc, MasterKeys.of(FIRST)).digests());

        var rotated = Installation.openOrMake(jdbc, MasterKeys.of(SECOND, FIRST));

        assertThat(digest(rotated.digests())).isEqualTo(before);
        // The old one is not needed any more.
        assertThat(digest(Installation.open(jdbc, MasterKeys.of(SECOND)).digests()))
                .isEqualTo(before);
    }

    @Test
    void keepsTheDigestsOfADatabaseOfBefore() {
        jdbc.sql("insert into installation (master_key_check) values (?)")
                .param(FIRST.digestKey().digest("installation", "").doFinal())
                .update();
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() -> Installation.openOrMake(jdbc, MasterKeys.of(SECOND)));

        var upgraded = Installation.openOrMake(jdbc, MasterKeys.of(FIRST));

        assertThat(digest(upgraded.digests())).isEqualTo(digest(FIRST.digestKey()));
        assertThat(digest(Installation.openOrMake(jdbc, MasterKeys.of(SECOND, FIRST))
                        .digests()))
                .isEqualTo(digest(FIRST.digestKey()));
    }

    private static byte[] digest(DigestKey key) {
        return key.digest("subject", "acme").doFinal(new byte[] {1});
    }
}
