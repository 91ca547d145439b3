package io.facematch.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.payload.MasterKey;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void isForItsOwnerOnly() throws IOException {
        assertThat(permissions(Home.open(folder.resolve("new/home")).folder())).isEqualTo("rwx------");
    }

    @Test
    void closesAFolderThatWasOpenToOthers() throws IOException {
        var open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Home.open(open);
        assertThat(permissions(open)).isEqualTo("rwx------");
    }

    @Test
    void makesAMasterKeyOnceAndForItsOwnerOnly() throws IOException {
        var key = Home.open(folder).masterKey();
        var made = Files.readString(key);
        assertThat(permissions(key)).isEqualTo("rw-------");
        assertThat(MasterKey.ofBase64(made)).isNotNull();
        assertThat(Files.readString(Home.open(folder).masterKey())).isEqualTo(made);
        assertThat(Files.readString(Home.open(folder.resolve("other")).masterKey()))
                .isNotEqualTo(made);
    }

    @Test
    void makesTheIssuersKeysForItsOwnerOnly() throws IOException {
        Home.open(folder).issuer();
        assertThat(permissions(folder.resolve("issuer.private.pem"))).isEqualTo("rw-------");
    }

    @Test
    void letsOneServerIn() throws IOException {
        var home = Home.open(folder);
        var lock = home.lock();
        assertThatThrownBy(home::lock)
                .isInstanceOf(CommandFailed.class)
                .hasMessageContainingAll("another facematch uses", folder.toString(), "FACEMATCH_HOME");
        lock.close();
        home.lock().close();
    }

    @Test
    void isStillInUseAfterOthersHaveLooked() throws IOException {
        var home = Home.open(folder);
        var lock = home.lock();
        assertThat(home.isInUse()).isTrue();
        assertThat(home.isInUse()).isTrue();
        lock.close();
        assertThat(home.isInUse()).isFalse();
    }

    @Test
    void findsTheServerThatWasAnnouncedWhileItRuns() throws IOException {
        var home = Home.open(folder);
        var server = new RunningServer(
                URI.create("http://localhost:8282"),
                "http://localhost:8282",
                "starter-embedder",
                "starter-detector",
                "amqp://facematch:secret@127.0.0.1:20001",
                "jdbc:postgresql://localhost:20005/postgres");
        assertThat(home.running()).isEmpty();
        server.write(home.announcement());
        assertThat(home.running()).as("of a process that was killed").isEmpty();
        var lock = home.lock();
        assertThat(home.running()).contains(server);
        assertThat(permissions(home.announcement())).isEqualTo("rw-------");
        assertThat(server.toString()).doesNotContain("secret");
        assertThat(home.issuerUri()).isEqualTo("http://localhost:8282");
        lock.close();
        assertThat(home.issuerUri()).isEqualTo(LocalIssuer.configuredUri());
    }

    @Test
    void leavesNoDraftBehind() throws IOException {
        Home.writeOnce(folder.resolve("file"), "text");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("file"));
        }
        assertThat(folder.resolve("file")).hasContent("text");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
