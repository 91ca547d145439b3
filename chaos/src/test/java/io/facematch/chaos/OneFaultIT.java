package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One fault in each build, and that the checks would notice what it could do. The others: {@code mvn verify -Pchaos}. */
class OneFaultIT {
    @Test
    void aWorkerKilledInTheMidstOfAJobLosesNothing(@TempDir Path folder) throws Exception {
        try (var installation = Installation.start(folder)) {
            var doomed = installation.startWorker().awaitReady();
            var job = installation.submit(30);
            installation.awaitOutcomes(job, 5);
            var invariants = Invariants.of(installation).remember();
            doomed.kill();
            var died = System.nanoTime();
            installation.startWorker();
            installation.awaitEnd(job);

            Report.survived("one fault", "a worker killed, another started", Report.since(died));
            invariants.hold();

            // What the checks are worth: each loss is named.
            var database = installation.database();
            database.sql("update outcome set similarity = similarity / 2 where job_id = ? and pair_index = 0")
                    .param(job)
                    .update();
            assertThatThrownBy(invariants::hold).hasMessageContaining("I2:").hasMessageContaining("I7:");
            database.sql("delete from outcome where job_id = ? and pair_index = 3")
                    .param(job)
                    .update();
            database.sql("insert into watched.job_transition values (?, 'RUNNING', 'COMPLETED')")
                    .param(job)
                    .update();
            assertThatThrownBy(invariants::hold)
                    .hasMessageMatching("(?s).*I1: pairs of job \\S+ without an outcome.*\\[3].*")
                    .hasMessageContaining("I3:");
            installation.history().forget(job);
            installation.history().forgotten().remove(job);
            Files.writeString(
                    folder.resolve("logs/a.log"), installation.photos().scan().text());
            assertThatThrownBy(invariants::hold).hasMessageContaining("I4:").hasMessageContaining("I5:");
        }
    }
}
