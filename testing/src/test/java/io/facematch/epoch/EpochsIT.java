package io.facematch.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.job.JobKeys;
import io.facematch.job.JobKeys.EpochOver;
import io.facematch.job.JobState;
import io.facematch.payload.DataKey;
import io.facematch.testing.SettableClock;
import io.facematch.testing.TestJobs;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("compatibility")
class EpochsIT {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestJobs fixture = new TestJobs();
    private final SettableClock clock = stoppedClock();
    private final Epochs epochs = process();
    private final JobKeys keys = new JobKeys(fixture.jdbc, epochs, fixture.epochKeys, TestJobs.MASTER_KEYS);

    @Test
    void beginsAnotherOneWhenItsTimeIsOver() {
        var first = epochs.current(Purpose.PAYLOAD);
        clock.ahead(HOUR.minusMillis(1));
        assertThat(epochs.current(Purpose.PAYLOAD)).isEqualTo(first);

        clock.ahead(HOUR);
        assertThat(epochs.current(Purpose.PAYLOAD)).isNotEqualTo(first);
        assertThat(epochs.current(Purpose.LABELS)).isNotIn(first, epochs.current(Purpose.PAYLOAD));
    }

    @Test
    void destroysAKeyWhenItsTimeIsOverAndItsLastJob() {
        var job = jobWithKeys();
        var other = jobWithKeys();
        var epoch = epochs.current(Purpose.PAYLOAD);

        keys.delete(List.of(job), Purpose.PAYLOAD);
        clock.ahead(HOUR);
        epochs.destroyEnded();
        assertThat(fixture.epochKeys.present()).contains(epoch);
        assertThat(keys.find(other, Purpose.PAYLOAD)).isPresent();

        keys.delete(List.of(other), Purpose.PAYLOAD);
        epochs.destroyEnded();
        assertThat(fixture.epochKeys.present()).doesNotContain(epoch);
        assertThat(keys.find(other, Purpose.LABELS)).isPresent();
    }

    @Test
    void keepsAKeyWhoseTimeIsNotOverThoughNoJobNeedsIt() {
        keys.delete(List.of(jobWithKeys()), Purpose.PAYLOAD);

        process().destroyEnded();

        assertThat(fixture.epochKeys.present()).contains(epochs.current(Purpose.PAYLOAD));
    }

    @Test
    void refusesAJobThatComesTooLateForItsEpoch() {
        var wrapped = keys.wrap(Purpose.PAYLOAD, DataKey.random());
        clock.ahead(HOUR);
        process().destroyEnded();

        assertThatExceptionOfType(EpochOver.class)
                .isThrownBy(() -> fixture.transaction.executeWithoutResult(
                        status -> keys.store(fixture.job(JobState.RUNNING, 1).id(), wrapped)));
    }

    @Test
    void beginsAnotherEpochWhenAProcessWhoseClockIsAheadHasEndedIt() {
        var stored = keys.wrap(Purpose.PAYLOAD, DataKey.random());
        clock.ahead(HOUR);
        process().destroyEnded();
        clock.reset();

        var next = keys.wrap(Purpose.PAYLOAD, DataKey.random());

        assertThat(next.epoch()).isNotEqualTo(stored.epoch());
        assertThat(fixture.epochKeys.present()).contains(next.epoch());
    }

    @Test
    void leavesAnEpochToTheJobThatIsBeingStored() throws Exception {
        var job = newJob();
        var wrapped = keys.wrap(Purpose.PAYLOAD, DataKey.random());
        clock.ahead(HOUR);

        // Another process looks while the transaction of this one is open, and waits for it.
        var other = fixture.transaction.execute(status -> {
            keys.store(job, wrapped);
            return Thread.ofPlatform().start(() -> process().destroyEnded());
        });
        assertThat(other).isNotNull();
        other.join();

        assertThat(keys.find(job, Purpose.PAYLOAD)).isPresent();
    }

    @Test
    void destroysKeysThatAKilledProcessLeftWithoutARow() {
        var orphan = UUID.randomUUID();
        fixture.epochKeys.create(orphan);

        epochs.destroyEnded();

        assertThat(fixture.epochKeys.present()).doesNotContain(orphan);
    }

    @Test
    void endsItsEpochsWhenItsProcessStops() {
        var over = jobWithKeys();
        var payload = epochs.current(Purpose.PAYLOAD);
        var labels = epochs.current(Purpose.LABELS);
        keys.delete(List.of(over), Purpose.PAYLOAD);

        epochs.close();

        assertThat(fixture.epochKeys.present()).contains(labels).doesNotContain(payload);
    }

    private static SettableClock stoppedClock() {
        var clock = new SettableClock();
        clock.stop();
        return clock;
    }

    private UUID newJob() {
        var job = fixture.job(JobState.RUNNING, 1).id();
        fixture.jdbc.sql("delete from job_key where job_id = ?").param(job).update();
        return job;
    }

    private UUID jobWithKeys() {
        var job = newJob();
        keys.store(job, keys.wrap(Purpose.PAYLOAD, DataKey.random()));
        keys.store(job, keys.wrap(Purpose.LABELS, DataKey.random()));
        return job;
    }

    private Epochs process() {
        return new Epochs(
                fixture.jdbc, fixture.epochKeys, new KeySettings(fixture.keyFolder, HOUR, Duration.ofDays(1)), clock);
    }
}
