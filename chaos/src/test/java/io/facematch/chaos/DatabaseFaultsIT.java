package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.chaos.History.Answer;
import io.facematch.testing.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the database, and between it and the processes. */
@Tag("chaos")
class DatabaseFaultsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.prepare(folder, 1);
        // Then each statement is seen with its text.
        installation.set(
                "FACEMATCH_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + installation.toDatabase().port() + "/facematch?prepareThreshold=0");
        installation.begin();
        installation.startWorker().awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
    }

    @AfterEach
    void healed() {
        installation.toDatabase().heal();
    }

    @Test
    void aDatabaseStoppedTenTimesWhileOutcomesAreCommittedLosesNothing() throws Exception {
        var invariants = Invariants.of(installation);
        try (var load = Load.on(installation, 60)) {
            for (int stop = 0; stop < 10; stop++) {
                installation.awaitMoreOutcomes(5);
                if (stop % 2 == 0) {
                    installation.postgres().stopImmediately();
                } else {
                    installation.postgres().kill();
                }
                Thread.sleep(Duration.ofSeconds(stop == 0 ? 20 : 2));
                installation.postgres().start();
                invariants.remember();
            }
            var healed = System.nanoTime();
            var jobs = load.finish();

            Report.survived("T10", "the database stopped or killed 10 times", Report.since(healed));
            assertThat(jobs)
                    .as("no pair went back to the broker")
                    .allSatisfy(job -> assertThat(new Ledger(installation.database(), job).attempts())
                            .containsOnly(0));
        }
        invariants.hold();
    }

    @Test
    void noDatabaseMeansThatNothingIsAccepted() throws Exception {
        installation.postgres().stopImmediately();
        var archive = installation.photos().archive(5);
        var key = UUID.randomUUID().toString();
        assertThat(installation.history().submit(installation.api(), archive, 5, key))
                .isEqualTo(new Answer.Refused(503));
        installation.postgres().start();
        var healed = System.nanoTime();
        var job = installation.history().submitUntilAccepted(installation::api, archive, 5);
        installation.awaitEnd(job);

        Report.survived("T11", "no database when an archive comes", Report.since(healed));
        Invariants.of(installation).hold();
    }

    @Test
    void commitsWhoseAnswerIsLostCountOnce() throws Exception {
        var before = installation.toDatabase().answersLost();
        installation.toDatabase().loseAnswersTo("COMMIT", 1);
        var accepted = installation.submit(30);
        installation.toDatabase().loseAnswersTo("COMMIT", 6);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> installation.toDatabase().answersLost() >= before + 5);
        installation.toDatabase().heal();
        var healed = System.nanoTime();
        installation.awaitEnd(accepted);

        Report.survived("T12, B2", "connections cut before the answer to a COMMIT came back", Report.since(healed));
        Invariants.of(installation).hold();
    }

    /** The client is told 503, sends again under its key, and is told 202: then the job must not be taken back. */
    @Test
    void aNewJobWhoseCommitIsUnknownIsNotTakenBackFromAClientThatSendsAgain() throws Exception {
        var before = installation.toDatabase().answersLost();
        installation.toDatabase().loseAnswersTo("COMMIT", "into job_archive", 1);
        var archive = installation.photos().archive(30);
        var key = UUID.randomUUID().toString();
        var answer = installation.history().submit(installation.api(), archive, 30, key);
        assertThat(installation.toDatabase().answersLost()).isEqualTo(before + 1);
        assertThat(answer).isEqualTo(new Answer.Refused(503));
        // At once, before anybody could tidy up.
        var again = installation.history().submit(installation.api(), archive, 30, key);
        Report.line("T12 | a new job whose commit is unknown | " + answer + ", then " + again);
        var job = again instanceof Answer.Accepted accepted
                ? accepted.job()
                : installation.history().submitUntilAccepted(installation::api, archive, 30);
        installation.awaitEnd(job);

        Invariants.of(installation).hold();
    }

    @Test
    void aLockedTableHoldsUpButBreaksNothing() throws Exception {
        var job = installation.submit(100);
        installation.awaitOutcomes(job, 10);
        installation.postgres().lock("outcome", Duration.ofSeconds(30));
        var healed = System.nanoTime();
        installation.awaitEnd(job);

        Report.survived("T15", "the table of outcomes locked for 30 s", Report.since(healed));
        Invariants.of(installation).hold();
    }

    /** As PostgreSQL behaves when its disk is full or it has become a replica. */
    @Test
    void aDatabaseThatOnlyReadsHoldsUpButLosesNothing() throws Exception {
        var job = installation.submit(60);
        installation.awaitOutcomes(job, 10);
        installation.postgres().readOnly(true);
        var archive = installation.photos().archive(5);
        assertThat(installation
                        .history()
                        .submit(
                                installation.api(),
                                archive,
                                5,
                                UUID.randomUUID().toString()))
                .isEqualTo(new Answer.Refused(503));
        assertThat(installation
                        .history()
                        .send(installation.history().request(installation.api(), "/v1/jobs/" + job))
                        .statusCode())
                .as("jobs can be looked at meanwhile")
                .isIn(200, 503);
        Thread.sleep(Duration.ofSeconds(15));
        installation.postgres().readOnly(false);
        var healed = System.nanoTime();
        installation.awaitEnd(job);

        Report.survived("full disk", "the database read-only for 15 s", Report.since(healed));
        Invariants.of(installation).hold();
    }

    @Test
    void aSilentNetworkToTheDatabaseIsNoticed() throws Exception {
        var job = installation.submit(60);
        installation.awaitOutcomes(job, 10);
        installation.toDatabase().fallSilent();
        Thread.sleep(Duration.ofSeconds(45));
        installation.toDatabase().heal();
        var healed = System.nanoTime();
        installation.awaitEnd(job);

        Report.survived("silence", "45 s of silence between all and the database", Report.since(healed));
        Invariants.of(installation).hold();
    }
}
