package io.facematch.job;

import static io.facematch.testing.TestJobs.match;
import static io.facematch.testing.TestJobs.matches;
import static io.facematch.testing.TestJobs.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.facematch.epoch.Purpose;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.Models;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Photo;
import io.facematch.job.Outcome.Photos;
import io.facematch.job.Outcome.Result;
import io.facematch.testing.TestJobs;
import io.facematch.verification.Decision;
import io.facematch.verification.Face;
import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

@Tag("compatibility")
class OutcomesIT {
    private static final Face FACE = TestJobs.face(0.9);

    private static final TestJobs FIXTURE = new TestJobs();
    private final OutcomeTransaction outcomes = FIXTURE.outcomes;
    private final Outcomes stored = FIXTURE.stored;

    @Test
    void completesAJobWithItsLastOutcome() {
        var job = FIXTURE.job(JobState.RUNNING, 3);

        assertThat(outcomes.write(matches(job, 0, 2))).isEmpty();
        assertThat(FIXTURE.stateOf(job)).isEqualTo(JobState.RUNNING);
        assertThat(outcomes.write(List.of(match(job, 2)))).containsExactly(job.id());

        assertThat(FIXTURE.stateOf(job)).isEqualTo(JobState.COMPLETED);
        assertThat(FIXTURE.countersOf(job)).isEqualTo(Map.of("matched", 3, "done", 3));
        assertThat(finishedAt(job)).isEqualTo(Timestamp.from(TestJobs.NOW));
    }

    @Test
    void deletesThePayloadKeyAndKeepsThatOfTheLabels() {
        var job = FIXTURE.job(JobState.RUNNING, 1);

        outcomes.write(List.of(match(job, 0)));

        assertThat(FIXTURE.keys.find(job.id(), Purpose.PAYLOAD)).isEmpty();
        assertThat(FIXTURE.keys.find(job.id(), Purpose.LABELS)).isPresent();
        assertThat(FIXTURE.keys.open(job.id()))
                .hasValueSatisfying(over -> assertThat(over.payloadKey()).isNull());
    }

    @Test
    void keepsThePayloadKeyWhenTheTransactionFails() {
        var job = FIXTURE.job(JobState.RUNNING, 1);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> FIXTURE.transaction.executeWithoutResult(status -> {
                    outcomes.write(List.of(match(job, 0)));
                    throw new IllegalStateException("the connection breaks");
                }));

        assertThat(FIXTURE.keys.find(job.id(), Purpose.PAYLOAD)).isPresent();
        assertThat(FIXTURE.stateOf(job)).isEqualTo(JobState.RUNNING);
        assertThat(FIXTURE.doneOf(job)).isZero();
        assertThat(FIXTURE.outcomesOf(job)).isEmpty();
    }

    @Test
    void writesTheSameBatchOnce() {
        var job = FIXTURE.job(JobState.RUNNING, 4);

        outcomes.write(matches(job, 0, 3));
        outcomes.write(matches(job, 0, 3));
        outcomes.write(List.of(match(job, 2), match(job, 2), outcome(job, 2, new Fault(Reason.PROCESSING_CRASH))));

        assertThat(FIXTURE.countersOf(job)).isEqualTo(Map.of("matched", 3, "done", 3));
        assertThat(outcomes.write(List.of(match(job, 3), match(job, 3)))).containsExactly(job.id());
        assertThat(FIXTURE.countersOf(job)).isEqualTo(Map.of("matched", 4, "done", 4));
    }

    @Test
    void keepsTheFirstOfTwoOutcomes() {
        var job = FIXTURE.job(JobState.RUNNING, 2);

        outcomes.write(List.of(match(job, 0)));
        outcomes.write(List.of(outcome(job, 0, new Fault(Reason.PROCESSING_CRASH))));

        assertThat(FIXTURE.jdbc
                        .sql("select status from outcome where job_id = ?")
                        .param(job.id())
                        .query(String.class)
                        .list())
                .containsExactly("Success");
    }

    @Test
    void takesAnEmptyBatch() {
        assertThat(outcomes.write(List.of())).isEmpty();
        assertThat(outcomes.completeIfDone(Set.of())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void bumpsTheCounterOfEachStatus(Result result, String counter) {
        var job = FIXTURE.job(JobState.RUNNING, 2);

        outcomes.write(List.of(outcome(job, 1, result)));

        assertThat(FIXTURE.countersOf(job)).isEqualTo(Map.of(counter, 1, "done", 1));
    }

    static Stream<Arguments> bumpsTheCounterOfEachStatus() {
        return Stream.of(
                Arguments.of(new Compared(1, 1, Decision.MATCH, FACE, FACE), "matched"),
                Arguments.of(new Compared(0, -1, Decision.NON_MATCH, FACE, FACE), "not_matched"),
                Arguments.of(new NotCompared(Reason.EMPTY_FILE, null), "empty_image"),
                Arguments.of(new NotCompared(null, Reason.NO_FACE), "no_face_detected"),
                Arguments.of(new NotCompared(Reason.NO_LANDMARKS, null), "landmarks_not_detected"),
                Arguments.of(new NotCompared(Reason.DAMAGED_FILE, Reason.NO_FACE), "invalid_image"),
                Arguments.of(new NotCompared(Reason.NO_FACE, Reason.DAMAGED_FILE), "invalid_image"),
                Arguments.of(new NotCompared(Reason.TOO_DARK, null), "low_quality"),
                Arguments.of(new Fault(Reason.INTEGRITY), "error"));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void storesEveryReason(Reason reason) {
        var job = FIXTURE.job(JobState.RUNNING, 1);
        var fault = reason.status() == Status.ERROR;

        outcomes.write(List.of(new Outcome(
                job,
                0,
                fault ? new Fault(reason) : new NotCompared(null, reason),
                null,
                null,
                "worker",
                TestJobs.NOW)));

        assertThat(FIXTURE.jdbc
                        .sql("select coalesce(fault, reference_reason) from outcome where job_id = ? and status = ?")
                        .params(job.id(), reason.status().code())
                        .query(String.class)
                        .single())
                .isEqualTo(reason.name());
    }

    @Test
    void storesWhatWasDecidedAndByWhat() {
        var job = FIXTURE.job(JobState.RUNNING, 1);
        var result = new Compared(0.71, 0.35, Decision.MATCH, TestJobs.face(0.5, 2, 90), TestJobs.face(0.25));

        outcomes.write(List.of(outcome(job, 0, result)));

        var row = FIXTURE.jdbc
                .sql("select * from outcome where job_id = ?")
                .param(job.id())
                .query()
                .singleRow();
        assertThat(row)
                .containsEntry("tenant", "acme")
                .containsEntry("client", "web")
                .containsEntry("surface", "v1")
                .containsEntry("subject_reference", new byte[] {1})
                .containsEntry("decision", "MATCH")
                .containsEntry("similarity", 0.71)
                .containsEntry("cosine", 0.35)
                .containsEntry("threshold", 0.70)
                .containsEntry("operating_point", "STANDARD")
                .containsEntry("embedder", "embedder")
                .containsEntry("detector", "detector")
                .containsEntry("calibration", "calibration")
                .containsEntry("calibrated_with_this_detector", true)
                .containsEntry("probe_quality", 0.5f)
                .containsEntry("probe_faces", 2)
                .containsEntry("probe_rotation", 90)
                .containsEntry("reference_quality", 0.25f)
                .containsEntry("reference_faces", 1)
                .containsEntry("queue_ms", 5f)
                .containsEntry("total_ms", 86_400_000f)
                .containsEntry("worker", "worker")
                .containsEntry("decided_at", Timestamp.from(TestJobs.NOW))
                .containsEntry("trace_id", Objects.requireNonNull(job.traceId()).bytes())
                .containsEntry("http_status", 200)
                .containsEntry("probe_format", "JPEG")
                .containsEntry("probe_bytes", 12_345)
                .containsEntry("probe_width", 480)
                .containsEntry("probe_height", 640)
                .containsEntry("probe_photo_digest", HexFormat.of().parseHex("3".repeat(64)))
                .containsEntry("reference_format", null)
                .containsEntry("reference_bytes", 678)
                .containsEntry("reference_width", null)
                .containsEntry("reference_height", null)
                .containsEntry("reference_photo_digest", null)
                .containsEntry("sealed_reference", null);
    }

    @Test
    void keepsWhatTheApiKnewOfAPair() {
        var job = FIXTURE.job(JobState.RUNNING, 2);
        var pairs = new Pairs(new JdbcTemplate(FIXTURE.dataSource));
        FIXTURE.jdbc
                .sql("update pair set sealed_reference = ? where job_id = ? and pair_index = 0")
                .params(new byte[] {7}, job.id())
                .update();
        pairs.recordSent(
                new PairId(job.id(), 0),
                new Photo(FileFormat.JPEG, 99_999, null, null, "4".repeat(64)),
                new Photo(null, 678, null, null, null));

        outcomes.write(matches(job, 0, 2));

        var read = stored.page(job.id(), job.acceptedOn(), -1, 2, null).stream()
                .map(pair -> pair.outcome().orElseThrow().photos())
                .toList();
        // The worker saw fewer bytes than were sent.
        assertThat(read.getFirst().probe()).isEqualTo(new Photo(FileFormat.JPEG, 99_999, 480, 640, "4".repeat(64)));
        assertThat(read.getFirst().reference()).isEqualTo(TestJobs.PHOTOS.reference());
        assertThat(read.getLast()).isEqualTo(TestJobs.PHOTOS);
        assertThat(FIXTURE.jdbc
                        .sql("select sealed_reference from outcome where job_id = ? order by pair_index")
                        .param(job.id())
                        .query((row, n) -> Optional.ofNullable(row.getBytes(1)))
                        .list())
                .satisfiesExactly(
                        first -> assertThat(first).contains(new byte[] {7}),
                        second -> assertThat(second).isEmpty());
    }

    @Test
    void readsRowsFromBeforePhotosAndTracesWereKept() {
        var job = FIXTURE.job(JobState.RUNNING, 1);
        outcomes.write(List.of(match(job, 0)));
        FIXTURE.jdbc
                .sql("update outcome set trace_id = null, http_status = null, probe_format = null, probe_bytes = null,"
                        + " probe_width = null, probe_height = null, probe_photo_digest = null, reference_bytes = null"
                        + " where job_id = ?")
                .param(job.id())
                .update();

        assertThat(stored.page(job.id(), job.acceptedOn(), -1, 1, null)
                        .getFirst()
                        .outcome())
                .hasValueSatisfying(read -> {
                    assertThat(read.photos()).isEqualTo(Photos.UNKNOWN);
                    assertThat(read.job().traceId()).isNull();
                });
    }

    @Test
    void storesTheFacesThatDecided() {
        var job = FIXTURE.job(JobState.RUNNING, 1);

        outcomes.write(List.of(outcome(
                job, 0, new Compared(0.71, 0.35, Decision.MATCH, TestJobs.face(0.5, 2, 90), TestJobs.face(0.25)))));

        // Two documents are equal whatever the order of their members; a number is 0.0 as much as 0.
        var equal = FIXTURE.jdbc
                .sql(
                        "select probe_face::jsonb = ?::jsonb and reference_face::jsonb = ?::jsonb from outcome where job_id = ?")
                .params(faceJson(0.5, 2, 90), faceJson(0.25, 1, 0), job.id())
                .query(Boolean.class)
                .single();
        assertThat(equal).isTrue();
    }

    private static String faceJson(double quality, int found, int rotation) {
        return """
                {"width": 480, "height": 640,
                 "box": {"x": 120.3, "y": 80, "width": 240, "height": 300},
                 "landmarks": [[180, 200.5], [300, 201], [240.1, 260], [190, 310], [290, 311]],
                 "confidence": 0.9877, "faces_found": %d, "rotation_applied": %d, "padding_applied": 0,
                 "quality": {"overall": %s, "size": 1, "sharpness": %s, "exposure": 0.9123, "pose": 0.95}}
                """.formatted(found, rotation, quality, quality);
    }

    @ParameterizedTest
    @MethodSource
    void readsBackWhatWasWritten(Result result) {
        var job = FIXTURE.job(JobState.RUNNING, 2);
        var written = outcome(job, 1, result);

        outcomes.write(List.of(written));

        var pairs = stored.page(job.id(), job.acceptedOn(), -1, 10, null);
        assertThat(pairs.getFirst().outcome()).isEmpty();
        assertThat(pairs.getLast().outcome())
                .contains(new Outcome(
                        withoutKey(job),
                        1,
                        result,
                        written.photos(),
                        written.models(),
                        written.timings(),
                        written.worker(),
                        written.decidedAt()));
        assertThat(stored.page(job.id(), job.acceptedOn(), -1, 10, result.status()))
                .containsExactly(pairs.getLast());
        assertThat(stored.page(job.id(), job.acceptedOn(), 0, 10, null)).containsExactly(pairs.getLast());
        assertThat(stored.page(job.id(), job.acceptedOn(), -1, 1, null)).containsExactly(pairs.getFirst());
    }

    static Stream<Result> readsBackWhatWasWritten() {
        return Stream.of(
                new Compared(0.71, 0.35, Decision.MATCH, TestJobs.face(0.5, 2, 90), TestJobs.face(0.25)),
                new NotCompared(null, Reason.TOO_DARK, TestJobs.face(0.8), null),
                new NotCompared(Reason.NO_FACE, Reason.DAMAGED_FILE),
                new Fault(Reason.PROCESSING_CRASH));
    }

    /** Whatever threshold the operating point has by then. */
    @Test
    void readsBackTheThresholdThatDecided() {
        var job = FIXTURE.job(JobState.RUNNING, 1);
        var now = outcome(job, 0, new Compared(0.65, 0.3, Decision.MATCH, null, null));
        outcomes.write(List.of(new Outcome(
                job, 0, now.result(), 0.6, now.photos(), now.models(), now.timings(), now.worker(), now.decidedAt())));

        assertThat(stored.page(job.id(), job.acceptedOn(), -1, 1, null)
                        .getFirst()
                        .outcome()
                        .orElseThrow()
                        .threshold())
                .isEqualTo(0.6);
    }

    @Test
    void readsBackAnOutcomeThatNoModelWasAskedFor() {
        var job = FIXTURE.job(JobState.RUNNING, 1);

        outcomes.write(List.of(new Outcome(job, 0, new Fault(Reason.INTEGRITY), null, null, "worker", TestJobs.NOW)));

        assertThat(stored.page(job.id(), job.acceptedOn(), -1, 1, null)
                        .getFirst()
                        .outcome())
                .hasValueSatisfying(read -> {
                    assertThat(read.models()).isNull();
                    assertThat(read.timings()).isNull();
                    assertThat(read.responseTime()).isZero();
                });
    }

    @Test
    void readsRowsFromBeforeFacesDetectorsAndHashesWereKept() {
        var job = FIXTURE.job(JobState.RUNNING, 1);
        outcomes.write(List.of(match(job, 0)));
        FIXTURE.jdbc
                .sql(
                        "update outcome set probe_face = null, reference_face = null, calibrated_with_this_detector = null,"
                                + " card_sha256 = null, calibration_sha256 = null where job_id = ?")
                .param(job.id())
                .update();

        assertThat(stored.page(job.id(), job.acceptedOn(), -1, 1, null)
                        .getFirst()
                        .outcome())
                .hasValueSatisfying(read -> {
                    assertThat(read.result()).isEqualTo(new Compared(0.93, 0.61, Decision.MATCH, null, null));
                    assertThat(read.models())
                            .isEqualTo(new Models("embedder", "detector", "calibration", null, null, null));
                });
    }

    private static OpenJob withoutKey(OpenJob job) {
        return new OpenJob(
                job.id(),
                job.tenant(),
                job.client(),
                job.surface(),
                job.operatingPoint(),
                job.acceptedOn(),
                job.traceId(),
                null);
    }

    @Test
    void storesTheFaceOfTheSideThatHasOne() {
        var job = FIXTURE.job(JobState.RUNNING, 2);

        outcomes.write(List.of(
                outcome(job, 0, new NotCompared(Reason.NO_FACE, null, null, TestJobs.face(0.8))),
                outcome(job, 1, new Fault(Reason.INTEGRITY))));

        assertThat(FIXTURE.jdbc
                        .sql(
                                "select reference_quality, reference_face ->> 'width', num_nulls(probe_quality, probe_face)"
                                        + " from outcome where job_id = ? order by pair_index")
                        .param(job.id())
                        .query((row, n) -> row.getString(1) + " " + row.getString(2) + " " + row.getInt(3))
                        .list())
                .containsExactly("0.8 480 2", "null null 2");
    }

    @Test
    void countsForAJobThatIsStillEnqueuedButDoesNotCompleteIt() {
        var job = FIXTURE.job(JobState.ENQUEUING, 2);

        assertThat(outcomes.write(matches(job, 0, 2))).isEmpty();

        assertThat(FIXTURE.stateOf(job)).isEqualTo(JobState.ENQUEUING);
        assertThat(FIXTURE.doneOf(job)).isEqualTo(2);
        assertThat(FIXTURE.keys.find(job.id(), Purpose.PAYLOAD)).isPresent();
    }

    @Test
    void completesAJobWhoseOutcomesCameBeforeItRan() {
        var job = FIXTURE.job(JobState.ENQUEUING, 2);
        outcomes.write(matches(job, 0, 2));

        var completed = FIXTURE.transaction.execute(status -> {
            FIXTURE.setState(job, JobState.RUNNING);
            return outcomes.completeIfDone(Set.of(job.id()));
        });

        assertThat(completed).containsExactly(job.id());
        assertThat(FIXTURE.stateOf(job)).isEqualTo(JobState.COMPLETED);
        assertThat(FIXTURE.keys.find(job.id(), Purpose.PAYLOAD)).isEmpty();
    }

    @Test
    void doesNotCompleteAJobThatLacksAnOutcome() {
        var job = FIXTURE.job(JobState.RUNNING, 2);
        outcomes.write(matches(job, 0, 1));

        assertThat(outcomes.completeIfDone(Set.of(job.id()))).isEmpty();
        assertThat(FIXTURE.stateOf(job)).isEqualTo(JobState.RUNNING);
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"COMPLETED", "CANCELLED", "EXPIRED", "FAILED"})
    void dropsOutcomesOfAJobThatIsOver(JobState state) {
        var job = FIXTURE.job(state, 2);
        var neighbour = FIXTURE.job(JobState.RUNNING, 1);

        var completed = outcomes.write(List.of(match(job, 0), match(neighbour, 0), match(job, 1)));

        assertThat(completed).containsExactly(neighbour.id());
        assertThat(FIXTURE.outcomesOf(job)).isEmpty();
        assertThat(FIXTURE.doneOf(job)).isZero();
        assertThat(FIXTURE.stateOf(job)).isEqualTo(state);
    }

    @Test
    void dropsOutcomesOfUnknownPairsAndJobs() {
        var job = FIXTURE.job(JobState.RUNNING, 2);
        var unknown = new OpenJob(
                UUID.randomUUID(), "acme", "web", "v1", job.operatingPoint(), job.acceptedOn(), job.payloadKey());

        assertThat(outcomes.write(List.of(match(job, 2), match(job, -1), match(unknown, 0), match(job, 0))))
                .isEmpty();

        assertThat(FIXTURE.outcomesOf(job)).containsExactly(0);
        assertThat(FIXTURE.doneOf(job)).isEqualTo(1);
        assertThat(FIXTURE.outcomesOf(unknown)).isEmpty();
    }

    @Test
    @Timeout(60)
    void countsEveryOutcomeOnceHoweverOftenItArrives() throws Exception {
        var jobs = IntStream.range(0, 20)
                .mapToObj(n -> FIXTURE.job(JobState.RUNNING, 25))
                .toList();
        var completed = Collections.synchronizedList(new ArrayList<UUID>());

        inParallel(8, thread -> {
            var random = new Random(thread);
            // Every thread gets every outcome: each arrives eight times, in batches of another cut.
            var all = new ArrayList<>(
                    jobs.stream().flatMap(job -> matches(job, 0, 25).stream()).toList());
            Collections.shuffle(all, random);
            while (!all.isEmpty()) {
                var batch = all.subList(0, Math.min(all.size(), 1 + random.nextInt(30)));
                var committed = FIXTURE.transaction.execute(status -> {
                    var done = outcomes.write(List.copyOf(batch));
                    if (random.nextInt(10) == 0) {
                        status.setRollbackOnly();
                    }
                    return status.isRollbackOnly() ? null : done;
                });
                if (committed != null) {
                    completed.addAll(committed);
                    batch.clear();
                }
            }
        });

        assertThat(completed)
                .containsExactlyInAnyOrderElementsOf(
                        jobs.stream().map(OpenJob::id).toList());
        assertThat(jobs).allSatisfy(job -> {
            assertThat(FIXTURE.stateOf(job)).isEqualTo(JobState.COMPLETED);
            assertThat(FIXTURE.countersOf(job)).isEqualTo(Map.of("matched", 25, "done", 25));
            assertThat(FIXTURE.outcomesOf(job)).hasSize(25);
            assertThat(FIXTURE.keys.find(job.id(), Purpose.PAYLOAD)).isEmpty();
        });
    }

    @Test
    @Timeout(60)
    void doesNotDeadlockWhenBatchesShareJobsInOppositeOrders() throws Exception {
        var first = FIXTURE.job(JobState.RUNNING, 200);
        var second = FIXTURE.job(JobState.RUNNING, 200);
        var barrier = new CyclicBarrier(2);

        inParallel(2, thread -> {
            for (int index = thread * 100; index < thread * 100 + 100; index++) {
                barrier.await(30, TimeUnit.SECONDS);
                outcomes.write(
                        thread == 0
                                ? List.of(match(first, index), match(second, index))
                                : List.of(match(second, index), match(first, index)));
            }
        });

        assertThat(FIXTURE.stateOf(first)).isEqualTo(JobState.COMPLETED);
        assertThat(FIXTURE.stateOf(second)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    @Timeout(60)
    void endsAJobEitherWayWhenItsLastOutcomeRacesWithItsCancellation() throws Exception {
        var barrier = new CyclicBarrier(2);
        for (int round = 0; round < 50; round++) {
            var job = FIXTURE.job(JobState.RUNNING, 1);
            inParallel(2, thread -> {
                barrier.await(30, TimeUnit.SECONDS);
                if (thread == 0) {
                    outcomes.write(List.of(match(job, 0)));
                    return;
                }
                FIXTURE.transaction.executeWithoutResult(status -> {
                    var cancelled = FIXTURE.jdbc.sql("""
                                    update job set state = 'CANCELLED', finished_at = now()
                                    where id = ? and state = 'RUNNING'""").param(job.id()).update();
                    if (cancelled == 1) {
                        FIXTURE.keys.delete(Set.of(job.id()), Purpose.PAYLOAD);
                    }
                });
            });

            assertThat(FIXTURE.stateOf(job)).isIn(JobState.COMPLETED, JobState.CANCELLED);
            assertThat(FIXTURE.doneOf(job))
                    .isEqualTo(FIXTURE.stateOf(job) == JobState.COMPLETED ? 1 : 0)
                    .isEqualTo(FIXTURE.outcomesOf(job).size());
            assertThat(FIXTURE.keys.find(job.id(), Purpose.PAYLOAD)).isEmpty();
        }
    }

    @Test
    void refusesNumbersThatTheAuditCannotHold() {
        for (var wrong : List.of(Double.NaN, -0.01, 1.01, Double.POSITIVE_INFINITY)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Compared(wrong, 0.5, Decision.MATCH, FACE, FACE));
        }
        for (var wrong : List.of(Double.NaN, -1.01, 1.01)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Compared(0.5, wrong, Decision.MATCH, FACE, FACE));
        }
        for (var wrong : List.of(Double.NaN, -0.01, 1.01)) {
            assertThatIllegalArgumentException().isThrownBy(() -> TestJobs.face(wrong));
        }
        for (var wrong : List.of(Double.NaN, Double.NEGATIVE_INFINITY)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Face.Point(0, wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> new Face.Box(wrong, 0, 1, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void databaseRefusesWhatCannotBe(String change) {
        var job = FIXTURE.job(JobState.RUNNING, 1);
        outcomes.write(List.of(match(job, 0)));

        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(
                        () -> FIXTURE.jdbc.sql(change).param("job", job.id()).update());
    }

    static List<String> impossible() {
        return List.of(
                "update job set error = 1 where id = :job",
                "update job set finished_at = null where id = :job",
                "update job set state = 'RUNNING' where id = :job",
                "update job set state = 'DONE' where id = :job",
                "update job set lane = 8 where id = :job",
                "update job set lane = null where id = :job",
                "update job set tenant = '' where id = :job",
                "update outcome set decision = null where job_id = :job",
                "update outcome set similarity = null where job_id = :job",
                "update outcome set fault = 'INTEGRITY' where job_id = :job",
                "update outcome set status = 'Error' where job_id = :job",
                "update outcome set status = 'Unknown' where job_id = :job",
                "update outcome set similarity = 1.01 where job_id = :job",
                "update outcome set similarity = 'NaN' where job_id = :job",
                "update outcome set cosine = -1.01 where job_id = :job",
                "update outcome set decision = 'MAYBE' where job_id = :job",
                "update pair set pair_index = -1 where job_id = :job",
                "insert into job_key values (:job, 'OTHER', '')");
    }

    @Test
    void makesPartitionsForEachMonthOnce() {
        FIXTURE.jdbc
                .sql("select create_outcome_partitions('2031-11-17', 3)")
                .query()
                .singleRow();
        FIXTURE.jdbc
                .sql("select create_outcome_partitions('2031-12-31', 2)")
                .query()
                .singleRow();

        assertThat(FIXTURE.jdbc.sql("""
                                select inhrelid::regclass::text || ' ' || pg_get_expr(relpartbound, oid)
                                from pg_inherits join pg_class on oid = inhrelid
                                where inhparent = 'outcome'::regclass and inhrelid::regclass::text between 'outcome_2031' and 'outcome_2033'
                                order by 1""").query(String.class).list())
                .containsExactly(
                        "outcome_2031_11 FOR VALUES FROM ('2031-11-01') TO ('2031-12-01')",
                        "outcome_2031_12 FOR VALUES FROM ('2031-12-01') TO ('2032-01-01')",
                        "outcome_2032_01 FOR VALUES FROM ('2032-01-01') TO ('2032-02-01')");
    }

    @Test
    void makesPartitionsFromSeveralProcessesAtOnce() throws Exception {
        inParallel(
                4,
                thread -> FIXTURE.jdbc
                        .sql("select create_outcome_partitions('2040-01-01', 12)")
                        .query()
                        .singleRow());

        assertThat(FIXTURE.jdbc
                        .sql("select to_regclass('outcome_2040_12')::text")
                        .query(String.class)
                        .single())
                .isEqualTo("outcome_2040_12");
    }

    @Test
    void putsAnOutcomeIntoTheMonthOfItsJob() {
        var nextMonth = TestJobs.TODAY.plusMonths(1);
        var job = FIXTURE.job(JobState.RUNNING, 1, nextMonth);

        outcomes.write(List.of(match(job, 0)));

        assertThat(FIXTURE.jdbc
                        .sql("select tableoid::regclass::text from outcome where job_id = ?")
                        .param(job.id())
                        .query(String.class)
                        .single())
                .isEqualTo("outcome_%d_%02d".formatted(nextMonth.getYear(), nextMonth.getMonthValue()));
    }

    private static Timestamp finishedAt(OpenJob job) {
        return FIXTURE.jdbc
                .sql("select finished_at from job where id = ?")
                .param(job.id())
                .query(Timestamp.class)
                .single();
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inParallel(int threads, Work work) throws Exception {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var parts = executor.invokeAll(IntStream.range(0, threads)
                    .mapToObj(thread -> (Callable<Boolean>) () -> {
                        work.run(thread);
                        return true;
                    })
                    .toList());
            for (var part : parts) {
                part.get();
            }
        }
    }
}
