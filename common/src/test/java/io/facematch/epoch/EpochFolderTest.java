package io.facematch.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.epoch.EpochFolder.UnusableKeyFolder;
import io.facematch.epoch.EpochKeys.EpochKeysAway;
import io.facematch.epoch.EpochKeys.KeyLost;
import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochFolderTest {
    private static final UUID INSTALLATION = UUID.randomUUID();
    private static final UUID EPOCH = UUID.randomUUID();
    private static final SealContext CONTEXT = new SealContext("acme", new UUID(1, 2), 0);
    private static final MasterKey OLD = MasterKey.ofBase64("7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZgI=");
    private static final MasterKey NEW = MasterKey.ofBase64("Zk3mP1vQx8sT0yNw5bGfJ7cLrA9dUo2hEiKq6XzRt4M=");

    @TempDir
    private Path parent;

    @Test
    void opensWhatItWrappedInEveryProcess() throws Exception {
        var keys = folder();
        keys.create(EPOCH);
        var key = DataKey.random();
        var wrapped = keys.wrap(EPOCH, key);

        assertOpens(
                key, EpochFolder.open(place(), INSTALLATION, MasterKeys.of(OLD)).unwrap(EPOCH, wrapped));
        assertThat(keys.present()).containsExactly(EPOCH);
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        folder().create(EPOCH);

        assertThat(Files.getPosixFilePermissions(place())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void opensNothingOfADestroyedEpochAndOverwritesItsFile() throws Exception {
        var keys = folder();
        keys.create(EPOCH);
        var wrapped = keys.wrap(EPOCH, DataKey.random());
        var before = Files.readAllBytes(file());
        // A second name of the same bytes on the disk.
        var disk = Files.createLink(parent.resolve("disk"), file());

        keys.destroy(EPOCH);

        assertThat(file()).doesNotExist();
        assertThat(Files.readAllBytes(disk)).hasSameSizeAs(before).isNotEqualTo(before);
        assertThatExceptionOfType(KeyLost.class).isThrownBy(() -> keys.unwrap(EPOCH, wrapped));
        assertThat(keys.present()).isEmpty();
        assertThatCode(() -> keys.destroy(EPOCH)).doesNotThrowAnyException();
    }

    @Test
    void doesNotOpenWhatAnotherEpochWrapped() throws Exception {
        var keys = folder();
        var other = UUID.randomUUID();
        keys.create(EPOCH);
        keys.create(other);
        var wrapped = keys.wrap(other, DataKey.random());

        assertThatExceptionOfType(KeyLost.class).isThrownBy(() -> keys.unwrap(EPOCH, wrapped));
        assertThatExceptionOfType(KeyLost.class).isThrownBy(() -> keys.unwrap(EPOCH, new byte[] {0}));
    }

    @Test
    void doesNotTakeAnEmptyPlaceForADestroyedKey() throws Exception {
        var keys = folder();
        keys.create(EPOCH);
        var wrapped = keys.wrap(EPOCH, DataKey.random());

        // As if the volume was taken away.
        Files.move(place(), parent.resolve("elsewhere"));
        assertThatExceptionOfType(EpochKeysAway.class).isThrownBy(() -> keys.unwrap(EPOCH, wrapped));
        assertThatExceptionOfType(EpochKeysAway.class).isThrownBy(() -> keys.create(UUID.randomUUID()));
        assertThatExceptionOfType(EpochKeysAway.class).isThrownBy(keys::present);
        Files.createDirectory(place());
        assertThatExceptionOfType(EpochKeysAway.class).isThrownBy(() -> keys.unwrap(EPOCH, wrapped));
    }

    @Test
    void belongsToOneDatabase() throws Exception {
        folder();

        assertThatExceptionOfType(UnusableKeyFolder.class)
                .isThrownBy(() -> EpochFolder.openOrMake(place(), UUID.randomUUID(), MasterKeys.of(OLD)))
                .withMessageContaining("FACEMATCH_KEYS_FOLDER")
                .withMessageContaining("belongs to another database");
    }

    @Test
    void isMadeByTheApiOnly() throws Exception {
        Files.createDirectory(place());

        assertThatExceptionOfType(UnusableKeyFolder.class)
                .isThrownBy(() -> EpochFolder.open(place(), INSTALLATION, MasterKeys.of(OLD)))
                .withMessageContaining("Give all processes the same one");
        EpochFolder.openOrMake(place(), INSTALLATION, MasterKeys.of(OLD));
        assertThatCode(() -> EpochFolder.open(place(), INSTALLATION, MasterKeys.of(OLD)))
                .doesNotThrowAnyException();
    }

    @Test
    void doesNotAdoptKeysWithoutTheirOwner() throws Exception {
        folder().create(EPOCH);
        Files.delete(place().resolve("installation"));

        assertThatExceptionOfType(UnusableKeyFolder.class).isThrownBy(this::folder);
    }

    @Test
    void opensUnderAnOldMasterKeyWhatThatOneWraps() throws Exception {
        folder().create(EPOCH);
        var key = DataKey.random();
        var wrapped = folder().wrap(EPOCH, key);

        var both = EpochFolder.open(place(), INSTALLATION, MasterKeys.of(NEW, OLD));
        assertOpens(key, both.unwrap(EPOCH, wrapped));
        var later = UUID.randomUUID();
        both.create(later);
        var ofLater = both.wrap(later, key);

        var newOnly = EpochFolder.open(place(), INSTALLATION, MasterKeys.of(NEW));
        assertOpens(key, newOnly.unwrap(later, ofLater));
        assertThatExceptionOfType(EpochKeysAway.class).isThrownBy(() -> newOnly.unwrap(EPOCH, wrapped));
    }

    @Test
    void leavesWhatAKilledProcessHalfWroteOut() throws Exception {
        folder();
        Files.createFile(place().resolve("draft123"));

        assertThat(folder().present()).isEmpty();
    }

    private EpochFolder folder() throws IOException {
        return EpochFolder.openOrMake(place(), INSTALLATION, MasterKeys.of(OLD));
    }

    private Path place() {
        return parent.resolve("keys");
    }

    private Path file() {
        return place().resolve(EPOCH + ".key");
    }

    private static void assertOpens(DataKey key, DataKey unwrapped) throws NotOpened {
        var sealed = PayloadCipher.sealNames(key, CONTEXT, "name");
        assertThat(PayloadCipher.openNames(unwrapped, CONTEXT, sealed)).containsExactly("name");
    }
}
