package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.tenant.PhotoKey;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import io.facematch.worker.FaultyDataSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

class PhotoKeysIT {
    private static final FaultyDataSource DATABASE =
            new FaultyDataSource(TestDatabase.create().dataSource());
    private static final TestJobs JOBS = new TestJobs(DATABASE);

    private final String tenant = "tenant-" + UUID.randomUUID();
    private final AtomicLong nanos = new AtomicLong();
    private final PhotoKeys photoKeys =
            new PhotoKeys(JOBS.tenantKeys, new RetryTemplate(RetryPolicy.withMaxRetries(0)), nanos::get);

    @AfterEach
    void answerAgain() {
        DATABASE.refuse(0);
    }

    @Test
    void asksTheDatabaseOnceWithinItsTime() {
        JOBS.tenantKeys.makePhotos(tenant);
        var digest = digest();
        DATABASE.refuse(1);

        pass(PhotoKeys.KEPT.minusNanos(1));

        assertThat(digest()).isEqualTo(digest);
        assertThat(DATABASE.refusalsLeft()).isEqualTo(1);
    }

    @Test
    void usesNoDeletedKeyAfterItsTime() {
        JOBS.tenantKeys.makePhotos(tenant);
        digest();
        JOBS.jdbc.sql("delete from tenant_key where tenant = ?").param(tenant).update();

        pass(PhotoKeys.KEPT);

        assertThat(photoKeys.of(tenant)).isEmpty();
    }

    @Test
    void findsAKeyAsSoonAsItIsMade() {
        assertThat(photoKeys.of(tenant)).isEmpty();

        JOBS.tenantKeys.makePhotos(tenant);

        assertThat(photoKeys.of(tenant)).isPresent();
    }

    private String digest() {
        return photoKeys
                .of(tenant)
                .map((PhotoKey key) -> key.digest(ByteBuffer.wrap(new byte[] {1})))
                .orElseThrow();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
