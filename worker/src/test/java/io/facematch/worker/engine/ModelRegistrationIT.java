package io.facematch.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.ModelsInUse;
import io.facematch.job.ModelUse;
import io.facematch.job.ModelUses;
import io.facematch.testing.TestDatabase;
import io.facematch.worker.FaultyDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ModelRegistrationIT {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final ModelsInUse MODELS = models("embedder");

    private final FaultyDataSource database =
            new FaultyDataSource(TestDatabase.create().dataSource());
    private final ModelUses uses = new ModelUses(JdbcClient.create(database));
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;

    @Test
    void tellsBeforeTheFirstPairAndAfterTheLast() {
        var registration = new ModelRegistration(uses, MODELS, clock);
        assertThat(uses.all()).containsExactly(use("embedder", 0, 0));

        pass(90);
        registration.renew();
        assertThat(uses.all()).containsExactly(use("embedder", 0, 90));

        pass(30);
        registration.close();
        assertThat(uses.all()).containsExactly(use("embedder", 0, 120));
    }

    @Test
    void workersWithOtherModelsHaveTheirOwn() {
        var old = new ModelRegistration(uses, MODELS, clock);
        pass(60);
        var updated = new ModelRegistration(uses, models("better"), clock);
        old.close();
        pass(60);
        updated.close();

        assertThat(uses.all()).containsExactly(use("better", 60, 120), use("embedder", 0, 60));
    }

    @Test
    void saysSinceWhenOnceTheDatabaseIsBack() {
        database.refuse(2);
        try (var registration = new ModelRegistration(uses, MODELS, clock)) {
            pass(60);
            registration.renew();
            assertThat(database.refusalsLeft()).isZero();
            pass(60);

            registration.renew();

            assertThat(uses.all()).containsExactly(use("embedder", 0, 120));
        }
    }

    private void pass(int seconds) {
        now.set(now.get().plusSeconds(seconds));
    }

    private static ModelsInUse models(String embedder) {
        return new ModelsInUse(
                embedder, "1".repeat(64), "MIT", "calibration", List.of("detector"), "detector", "2".repeat(64), false);
    }

    private static ModelUse use(String embedder, int from, int to) {
        return new ModelUse(
                embedder,
                "1".repeat(64),
                "detector",
                "2".repeat(64),
                "calibration",
                true,
                START.plus(Duration.ofSeconds(from)),
                START.plus(Duration.ofSeconds(to)));
    }
}
