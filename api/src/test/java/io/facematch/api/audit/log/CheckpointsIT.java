package io.facematch.api.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.epoch.Installation;
import io.facematch.testing.TestJobs;
import io.facematch.transparency.note.LogPolicy;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.tree.TreeHasher;
import io.facematch.transparency.tree.TreeHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A log is signed as it grows, and not any more once it was changed. */
class CheckpointsIT {
    private static final String OLD_KEY = "7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZgI=";
    private static final String NEW_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final TestJobs jobs = new TestJobs();
    private final TransparencyLogs logs = new TransparencyLogs(new JdbcTemplate(jobs.dataSource));
    private final Checkpoints checkpoints = signedWith(OLD_KEY);

    private Checkpoints signedWith(String keys) {
        return new Checkpoints(jobs.jdbc, logs, keys(keys), InstantSource.fixed(TestJobs.NOW));
    }

    private LogKeys keys(String keys) {
        return keys(keys, "audit.example.com");
    }

    private LogKeys keys(String keys, String origin) {
        return new LogKeys(
                new LogSettings(keys, null, origin, Duration.ofSeconds(20)),
                Installation.open(jobs.jdbc, TestJobs.MASTER_KEYS),
                InstantSource.fixed(TestJobs.NOW));
    }

    /** Its connections, of which the server has not enough for all tests. */
    @AfterEach
    void closePool() throws Exception {
        ((AutoCloseable) jobs.dataSource).close();
    }

    @Test
    void signsWhatHasGrown() throws RefusedNote {
        grow("acme", 3);
        grow("globex", 1);
        checkpoints.sign();
        var first = logs.head("acme");
        checkpoints.sign();
        grow("acme", 300);
        checkpoints.sign();

        assertThat(signedHead("acme", OLD_KEY)).isEqualTo(logs.head("acme"));
        assertThat(signedHead("globex", OLD_KEY)).isEqualTo(logs.head("globex"));
        assertThat(sizesSigned("acme")).containsExactly(first.size(), 303L);
    }

    @Test
    void signsNothingWithoutAKey() {
        grow("acme", 3);
        signedWith("").sign();

        assertThat(checkpoints.latest("acme")).isEmpty();
    }

    /** So those who know the old one can go over to the new one. */
    @Test
    void signsWithBothKeysWhileOneReplacesTheOther() throws RefusedNote {
        grow("acme", 3);
        signedWith(NEW_KEY + "\n" + OLD_KEY).sign();

        assertThat(signedHead("acme", OLD_KEY)).isEqualTo(signedHead("acme", NEW_KEY));
    }

    @Test
    void doesNotSignALogWhosePastWasChanged() {
        grow("acme", 3);
        checkpoints.sign();
        // A whole other history, right in itself.
        jobs.jdbc.sql("delete from log_tile").update();
        jobs.jdbc.sql("delete from transparency_log").update();
        grow("acme", 2);
        grow("acme", 5);
        checkpoints.sign();

        assertThat(sizesSigned("acme")).containsExactly(3L);
    }

    @Test
    void doesNotSignALogThatWasCutOff() {
        grow("acme", 5);
        checkpoints.sign();
        jobs.jdbc.sql("delete from log_tile").update();
        jobs.jdbc.sql("delete from transparency_log").update();
        grow("acme", 4);
        checkpoints.sign();

        assertThat(sizesSigned("acme")).containsExactly(5L);
    }

    @Test
    void doesNotSignWhenTilesAreDamaged() {
        grow("acme", 300);
        checkpoints.sign();
        grow("acme", 300);
        jobs.jdbc
                .sql(
                        "update log_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 0 and tile_index = 1")
                .update();
        checkpoints.sign();

        assertThat(sizesSigned("acme")).containsExactly(300L);
    }

    /** A name has at most 255 bytes. */
    @Test
    void namesALogAfterALongTenantByItsDigest() throws RefusedNote {
        var tenant = "ä".repeat(100);
        grow(tenant, 1);
        checkpoints.sign();

        assertThat(keys(OLD_KEY).origin(tenant))
                .startsWith("audit.example.com/sha256:")
                .hasSize(89);
        assertThat(keys(OLD_KEY).origin("a b+c")).isEqualTo("audit.example.com/a%20b%2Bc");
        assertThat(signedHead(tenant, OLD_KEY).size()).isEqualTo(1);
    }

    /** The root of a log is no hash any more: nothing can be made of that, whatever comes after it. */
    @Test
    void signsAllOthersWhereALogCanNotBeSigned() throws RefusedNote {
        grow("acme", 3);
        grow("globex", 3);
        jobs.jdbc
                .sql("alter table transparency_log drop constraint transparency_log_root_check")
                .update();
        jobs.jdbc
                .sql("update transparency_log set root = '\\x00' where tenant = 'globex'")
                .update();
        grow("initech", 3);
        checkpoints.sign();

        assertThat(signedHead("acme", OLD_KEY)).isEqualTo(logs.head("acme"));
        assertThat(signedHead("initech", OLD_KEY)).isEqualTo(logs.head("initech"));
        assertThat(checkpoints.latest("globex")).isEmpty();
    }

    /** With the longest origin that is taken, each tenant has a log that can be signed. */
    @Test
    void takesAnOriginThatLeavesRoomForEveryTenant() throws RefusedNote {
        var longest = "ä".repeat(91) + "x";
        var named = keys(OLD_KEY, longest);
        var tenant = "t".repeat(200);
        grow(tenant, 1);
        new Checkpoints(jobs.jdbc, logs, named, InstantSource.fixed(TestJobs.NOW)).sign();

        assertThat(named.origin(tenant).getBytes(StandardCharsets.UTF_8)).hasSize(255);
        assertThat(checkpoints.latest(tenant)).isPresent();
        assertThatThrownBy(() -> keys(OLD_KEY, longest + "x"))
                .hasMessageContaining("has 184 bytes in UTF-8, and may have 183");
        for (var odd : List.of("a b", "a+b", "a\u00A0b", "a\u0085b", "a\tb")) {
            assertThatThrownBy(() -> keys(OLD_KEY, odd)).hasMessageContaining("without spaces");
        }
    }

    private void grow(String tenant, int leaves) {
        var hasher = new TreeHasher();
        var size = logs.head(tenant).size();
        var added = IntStream.range(0, leaves)
                .mapToObj(n -> hasher.leaf((tenant + leaves + " " + (size + n)).getBytes(StandardCharsets.UTF_8)))
                .toList();
        jobs.transaction.executeWithoutResult(status -> logs.append(tenant, added));
    }

    private TreeHead signedHead(String tenant, String key) throws RefusedNote {
        var note = checkpoints.latest(tenant).orElseThrow().note();
        var verifiers = keys(key).verifiers(tenant);
        return new LogPolicy(keys(key).origin(tenant), verifiers, verifiers.size())
                .open(SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)))
                .head();
    }

    private List<Long> sizesSigned(String tenant) {
        return jobs.jdbc
                .sql("select size from log_checkpoint where tenant = ? order by size")
                .param(tenant)
                .query((row, n) -> row.getLong("size"))
                .list();
    }
}
