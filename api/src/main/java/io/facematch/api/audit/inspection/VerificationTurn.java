package io.facematch.api.audit.inspection;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which process verifies, on each day: one, and another one where it dies. */
@Component
class VerificationTurn {
    /** Longer than the longest silence of a verification: it is renewed while rows are read. */
    private static final Duration LEASE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    VerificationTurn(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @return whether it is this process that verifies on that day, from now on */
    boolean take(LocalDate day) {
        return jdbc.sql("""
                        insert into verification_turn (day, lease_until, is_done) values (:day, :lease, false)
                        on conflict (only_row) do update set day = :day, lease_until = :lease, is_done = false
                        where verification_turn.day < :day
                            or verification_turn.day = :day and not verification_turn.is_done and verification_turn.lease_until < :now""")
                        .param("day", day)
                        .param("lease", Timestamp.from(clock.instant().plus(LEASE)))
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    void renew(LocalDate day) {
        jdbc.sql("update verification_turn set lease_until = ? where day = ?")
                .params(Timestamp.from(clock.instant().plus(LEASE)), day)
                .update();
    }

    void end(LocalDate day) {
        jdbc.sql("update verification_turn set is_done = true where day = ?")
                .param(day)
                .update();
    }
}
