package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.audit.inspection.VerificationSchedule;
import io.facematch.api.audit.inspection.Verifications;
import io.facematch.testing.Zip;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The API itself holds all outcomes against the logs, and says what came out. */
class VerificationScheduleIT {
    private static final ApiServer API = ApiServer.get();

    @Test
    void findsWhatWasChangedAndSaysSo() {
        var tenant = "verified-" + UUID.randomUUID();
        API.complete(API.postZip(Tokens.of(tenant, "facematch.bulk"), Zip.ofPairs("a", "b"))
                .id());
        API.follow(tenant);
        var verifications = API.bean(Verifications.class);
        verify(tenant);
        assertThat(verifications.latest(tenant).orElseThrow().result()).isEqualTo("intact");
        var before = altered();

        API.sql
                .sql("update outcome set worker = 'nobody' where tenant = ? and pair_index = 1")
                .param(tenant)
                .update();
        verify(tenant);

        var found = verifications.latest(tenant).orElseThrow();
        assertThat(found.result()).isEqualTo("altered");
        assertThat(found.finding()).contains("row 1", "was changed");
        assertThat(found.by()).isEqualTo("schedule");
        assertThat(altered()).isEqualTo(before + 1);
    }

    private static double altered() {
        return API.bean(MeterRegistry.class)
                .get("facematch.audit.altered")
                .gauge()
                .value();
    }

    /** Off in tests, so that it looks at no tenant of another test at a bad moment. */
    private static void verify(String tenant) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> signed(tenant));
        API.bean(VerificationSchedule.class).verify(LocalDate.of(2026, 3, 1));
    }

    private static boolean signed(String tenant) {
        return API.sql.sql("""
                        select coalesce(max(c.size), 0) >= (select size from transparency_log where tenant = :tenant)
                        from log_checkpoint c where tenant = :tenant""").param("tenant", tenant).query(Boolean.class).single();
    }
}
