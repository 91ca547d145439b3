package io.facematch.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModels;
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
    private static final ModelsInUse MODELS = models("espdl-mfn-112");

    private final FaultyDataSource database =
            new FaultyDataSource(TestDatabase.create().dataSource());
    private final ModelUses uses = new ModelUses(JdbcClient.create(database));
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;

    @Test
    void tellsBeforeTheFirstPairAndAfterTheLast() {
        var registration = new ModelRegistration(uses, MODELS, clock);
        assertThat(uses.all()).containsExactly(use("espdl-mfn-112", 0, 0));

        pass(90);
        registration.renew();
        assertThat(uses.all()).containsExactly(use("espdl-mfn-112", 0, 90));

        pass(30);
        registration.close();
        assertThat(uses.all()).containsExactly(use("espdl-mfn-112", 0, 120));
    }

    @Test
    void workersWithOtherModelsHaveTheirOwn() {
        var old = new ModelRegistration(uses, MODELS, clock);
        pass(60);
        var updated = new ModelRegistration(uses, models("espdl-mbf-112"), clock);
        old.close();
        pass(60);
        updated.close();

        assertThat(uses.all()).containsExactly(use("espdl-mbf-112", 60, 120), use("espdl-mfn-112", 0, 60));
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

            assertThat(uses.all()).containsExactly(use("espdl-mfn-112", 0, 120));
        }
    }

    private void pass(int seconds) {
        now.set(now.get().plusSeconds(seconds));
    }

    private static ModelsInUse models(String embedder) {
        var model = known(embedder);
        return new ModelsInUse(
                model,
                known("yunet-s-dynamic"),
                model.calibration(embedder + "/yunet-s-dynamic/lfw-4").orElseThrow());
    }

    private static ModelUse use(String embedder, int from, int to) {
        var model = known(embedder);
        var detector = known("yunet-s-dynamic");
        var calibration = model.calibration(embedder + "/yunet-s-dynamic/lfw-4").orElseThrow();
        return new ModelUse(
                embedder,
                model.card().sha256(),
                model.cardSha256(),
                "yunet-s-dynamic",
                detector.card().sha256(),
                detector.cardSha256(),
                calibration.id(),
                calibration.sha256(),
                true,
                START.plus(Duration.ofSeconds(from)),
                START.plus(Duration.ofSeconds(to)));
    }

    private static KnownModel known(String id) {
        return KnownModels.in(List.of()).find(id).orElseThrow();
    }
}
