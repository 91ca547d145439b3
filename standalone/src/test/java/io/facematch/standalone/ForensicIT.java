package io.facematch.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.facematch.api.housekeeping.Sweeper;
import io.facematch.epoch.Epochs;
import io.facematch.epoch.Purpose;
import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.queue.Topology;
import io.facematch.testing.RawBroker;
import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Somebody who gets the disks, with the master key and all that lies beside it, after the key of an epoch is destroyed. The
 * database keeps deleted rows in its files and its log, and the broker keeps what was acknowledged: that is not enough to
 * open anything. Before the end it is, which shows that this would find a way.
 */
class ForensicIT {
    private static final int WRAPPED_BYTES = 40;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        assumeThat(TestBroker.isPrivate())
                .as("the disk of a broker that is not the tests' own can't be read")
                .isTrue();
        server = SharedServer.get();
        endEpochs();
    }

    @Test
    void opensNoPhotoOfAnEndedEpoch() throws Exception {
        try (var broker = new RawBroker(TestBroker.uri())) {
            server.pauseWorker();
            broker.awaitEmptyQueues();
            var job = server.submit(TestArchive.ofPairs(1));
            var message = broker.take(1, Topology.lanes()).getFirst();
            assertThat(isOnTheBrokersDisk(message.body())).isTrue();
            var photo = Samples.portrait("person07_selfie");
            assertThat(attack(job, Purpose.PAYLOAD))
                    .hasValueSatisfying(key ->
                            assertThat(firstPhoto(key, job, message.body())).isEqualTo(photo));
            var epochKeys = epochKeyFiles();

            broker.publish(message.queue(), message.properties(), message.body());
            server.resumeWorker();
            server.awaitEnd(job);
            endEpochs();

            assertThat(isOnTheBrokersDisk(message.body())).isTrue();
            assertThat(deletedKeys(job, Purpose.PAYLOAD)).isNotEmpty();
            assertThat(attack(job, Purpose.PAYLOAD)).isEmpty();
            assertThat(server.home().folder()).satisfies(home -> assertKeptNowhere(home, epochKeys));
        }
    }

    @Test
    void opensNoNameOfAnEndedEpoch() throws Exception {
        server.resumeWorker();
        var job = server.submit(TestArchive.ofPairs(1));
        server.awaitEnd(job);
        assertThat(attack(job, Purpose.LABELS)).isPresent();

        server.database()
                .sql("update job set purge_at = created_at where id = ?")
                .param(job)
                .update();
        server.context().getBean(Sweeper.class).sweep();
        endEpochs();

        assertThat(deletedKeys(job, Purpose.LABELS)).isNotEmpty();
        assertThat(attack(job, Purpose.LABELS)).isEmpty();
    }

    /** As a process does that stops. */
    private static void endEpochs() {
        server.context().getBean(Epochs.class).close();
    }

    private static byte[] firstPhoto(DataKey key, UUID job, byte[] sealed) {
        try {
            return PayloadCipher.openImages(key, new SealContext(TestServer.TENANT, job, 0), sealed)
                    .probe();
        } catch (PayloadCipher.NotOpened e) {
            return new byte[0];
        }
    }

    /** The data key of a job, by every key that is left: the master key and the epochs under it. */
    private static Optional<DataKey> attack(UUID job, Purpose purpose) throws IOException {
        var masterKeys = MasterKeys.of(Files.readAllLines(server.home().masterKey(), US_ASCII).stream()
                .map(MasterKey::ofBase64)
                .toArray(MasterKey[]::new));
        var wrappingKeys = new ArrayList<DataKey>();
        for (var file : epochKeyFiles()) {
            wrappingKeys.add(masterKeys.unwrap(file));
        }
        return deletedKeys(job, purpose).stream()
                .flatMap(wrapped -> wrappingKeys.stream().flatMap(key -> key.unwrap(wrapped).stream()))
                .findFirst();
    }

    /** What the rows of a job's keys left in the files and the log of the database, in PostgreSQL's form on disk. */
    private static List<byte[]> deletedKeys(UUID job, Purpose purpose) {
        var name = purpose.name().getBytes(US_ASCII);
        var row = ByteBuffer.allocate(2 * Long.BYTES + 1 + name.length + 1)
                .putLong(job.getMostSignificantBits())
                .putLong(job.getLeastSignificantBits())
                .put(header(name.length))
                .put(name)
                .put(header(WRAPPED_BYTES))
                .array();
        var found = new ArrayList<byte[]>();
        for (var file : files(server.home().folder().resolve("postgres"))) {
            for (int at = indexOf(file, row, 0); at >= 0; at = indexOf(file, row, at + 1)) {
                found.add(Arrays.copyOfRange(file, at + row.length, at + row.length + WRAPPED_BYTES));
            }
        }
        return found;
    }

    /** Of a short value: its length with itself, shifted, and a bit. */
    private static byte header(int length) {
        return (byte) ((length + 1) << 1 | 1);
    }

    private static boolean isOnTheBrokersDisk(byte[] sealed) {
        return files(TestBroker.folder()).stream().anyMatch(file -> indexOf(file, sealed, 0) >= 0);
    }

    private static List<byte[]> epochKeyFiles() throws IOException {
        try (var keys = Files.list(server.home().folder().resolve("keys"))) {
            return keys.filter(file -> file.toString().endsWith(".key"))
                    .map(ForensicIT::read)
                    .toList();
        }
    }

    private static void assertKeptNowhere(Path home, List<byte[]> keys) {
        var left = epochsLeft();
        for (var file : files(home)) {
            for (var key : keys) {
                assertThat(left.stream().anyMatch(kept -> Arrays.equals(kept, key)) || indexOf(file, key, 0) < 0)
                        .isTrue();
            }
        }
    }

    private static List<byte[]> epochsLeft() {
        try {
            return epochKeyFiles();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> files(Path folder) {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    // It is empty. The system gives up this process's lock when it opens and closes the file again.
                    .filter(file -> !file.endsWith("lock"))
                    .map(ForensicIT::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for a file that went away meanwhile. */
    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int at = from; at <= bytes.length - wanted.length; at++) {
            if (bytes[at] == wanted[0] && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
