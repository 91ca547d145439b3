package io.facematch.payload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.payload.MasterKey.UnusableMasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class MasterKeySettingsTest {
    private static final String OTHER = "Zk3mP1vQx8sT0yNw5bGfJ7cLrA9dUo2hEiKq6XzRt4M=";

    @TempDir
    private Path folder;

    @Test
    void takesTheKeyItself() {
        assertLoads(new MasterKeySettings(MasterKeyTest.TEXT, null));
        assertLoads(new MasterKeySettings(MasterKeyTest.TEXT + "\n", Path.of("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rw-r-----"})
    void takesAFileThatOnlyOwnerOrGroupMayRead(String permissions) throws Exception {
        assertLoads(new MasterKeySettings(null, file(MasterKeyTest.TEXT.getBytes(US_ASCII), permissions)));
        assertLoads(new MasterKeySettings("", file((MasterKeyTest.TEXT + "\r\n").getBytes(US_ASCII), permissions)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rwxrwxrwx"})
    void refusesAFileThatEverybodyMayRead(String permissions) throws Exception {
        var file = file(MasterKeyTest.TEXT.getBytes(US_ASCII), permissions);

        assertRefused(new MasterKeySettings(null, file), "everybody on this machine may read " + file);
    }

    @Test
    void refusesWhenNothingIsSet() {
        var nothing = "neither FACEMATCH_MASTER_KEY_FILE nor FACEMATCH_MASTER_KEY is set. "
                + "Make one with: head -c 32 /dev/urandom | base64 > master.key";

        assertRefused(new MasterKeySettings(null, null), nothing);
        assertRefused(new MasterKeySettings(" ", null), nothing);
        assertRefused(new MasterKeySettings("", Path.of("")), nothing);
    }

    @Test
    void refusesWhenBothAreSet() throws Exception {
        var file = file(MasterKeyTest.TEXT.getBytes(US_ASCII), "rw-------");

        assertRefused(new MasterKeySettings(MasterKeyTest.TEXT, file), "are both set, set one");
    }

    @Test
    void refusesAFileThatIsMissingOrUnreadable() {
        assertRefused(new MasterKeySettings(null, folder.resolve("missing")), "missing can't be read");
        assertRefused(new MasterKeySettings(null, folder), "can't be read");
    }

    @Test
    void refusesAFileWithAnotherContent() throws Exception {
        assertRefused(new MasterKeySettings(null, file(new byte[0], "rw-------")), "it has 0 bytes");
        assertRefused(new MasterKeySettings(null, file("c2hvcnQ=".getBytes(US_ASCII), "rw-------")), "it has 5 bytes");
        var raw = Base64.getDecoder().decode(MasterKeyTest.TEXT);
        assertRefused(new MasterKeySettings(null, file(raw, "rw-------")), "it is not Base64");
    }

    @Test
    void bindsTheVariablesThatTheMessagesName() throws Exception {
        var file = file(MasterKeyTest.TEXT.getBytes(US_ASCII), "rw-------");

        started(Map.of("FACEMATCH_MASTER_KEY", MasterKeyTest.TEXT), null);
        started(Map.of("FACEMATCH_MASTER_KEY_FILE", file.toString()), null);
        started(Map.of("FACEMATCH_MASTER_KEY", MasterKeyTest.TEXT, "FACEMATCH_MASTER_KEY_FILE", ""), null);
        started(
                Map.of("FACEMATCH_MASTER_KEY", MasterKeyTest.TEXT, "FACEMATCH_MASTER_KEY_FILE", file.toString()),
                "are both set");
        started(Map.of(), "neither FACEMATCH_MASTER_KEY_FILE nor FACEMATCH_MASTER_KEY is set");
    }

    @Test
    void doesNotShowTheKeyBesideAMisspeltName() {
        new ApplicationContextRunner()
                .withUserConfiguration(PayloadConfiguration.class)
                .withPropertyValues("facematch.master.kye=" + MasterKeyTest.TEXT)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnusableMasterKey.class)
                        .hasMessageNotContaining(MasterKeyTest.TEXT));
    }

    @Test
    void keepsTheKeyOutOfTexts() {
        assertThat(new MasterKeySettings(MasterKeyTest.TEXT, null))
                .hasToString("MasterKeySettings[from the environment]");
    }

    /** @param refusal part of the message when the start is to fail */
    private static void started(Map<String, Object> variables, @Nullable String refusal) {
        new ApplicationContextRunner()
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)))
                .withUserConfiguration(PayloadConfiguration.class)
                .run(context -> {
                    if (refusal == null) {
                        assertThat(context).hasSingleBean(MasterKeys.class);
                    } else {
                        assertThat(context).getFailure().rootCause().hasMessageContaining(refusal);
                    }
                });
    }

    @Test
    void takesOlderKeysAfterTheNewestOne() throws Exception {
        var file = file((OTHER + "\n" + MasterKeyTest.TEXT + "\n").getBytes(US_ASCII), "rw-------");

        for (var settings : List.of(
                new MasterKeySettings(null, file), new MasterKeySettings(OTHER + " " + MasterKeyTest.TEXT, null))) {
            var keys = settings.load();
            assertThat(keys.all()).hasSize(2);
            assertThat(keys.isCurrent(MasterKeys.of(MasterKey.ofBase64(OTHER)).wrap(DataKey.random())))
                    .isTrue();
        }
    }

    @Test
    void seesANewKeyWithoutARestart() throws Exception {
        var file = file(MasterKeyTest.TEXT.getBytes(US_ASCII), "rw-------");
        var keys = new MasterKeySettings(null, file).load();
        var before = keys.wrap(DataKey.random());
        Files.writeString(file, OTHER + "\n" + MasterKeyTest.TEXT + "\n");

        var after = keys.wrap(DataKey.random());

        assertThat(MasterKeys.wrappedBy(after)).isNotEqualTo(MasterKeys.wrappedBy(before));
        assertThat(keys.isCurrent(before)).isFalse();
        keys.unwrap(before).close();
        keys.unwrap(after).close();
    }

    @Test
    void opensWhatAnotherProcessWrappedUnderANewKey() throws Exception {
        var file = file(MasterKeyTest.TEXT.getBytes(US_ASCII), "rw-------");
        var keys = new MasterKeySettings(null, file).load();
        Files.writeString(file, OTHER + "\n" + MasterKeyTest.TEXT + "\n");

        keys.unwrap(MasterKeys.of(MasterKey.ofBase64(OTHER)).wrap(DataKey.random()))
                .close();
    }

    @Test
    void goesOnWithTheKeysItKnowsWhenTheFileIsSpoiled() throws Exception {
        var file = file(MasterKeyTest.TEXT.getBytes(US_ASCII), "rw-------");
        var keys = new MasterKeySettings(null, file).load();
        Files.delete(file);

        keys.unwrap(keys.wrap(DataKey.random())).close();
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() ->
                        keys.unwrap(MasterKeys.of(MasterKey.ofBase64(OTHER)).wrap(DataKey.random())));
        for (var length : new int[] {0, 1, 8, 47}) {
            assertThatExceptionOfType(UnusableMasterKey.class).isThrownBy(() -> keys.unwrap(new byte[length]));
        }
    }

    private static void assertLoads(MasterKeySettings settings) {
        var keys = settings.load();
        keys.unwrap(MasterKeys.of(MasterKeyTest.KEY).wrap(DataKey.random())).close();
        assertThat(keys.all()).hasSize(1);
    }

    private static void assertRefused(MasterKeySettings settings, String why) {
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(settings::load)
                .withMessageContaining(why)
                .withMessageNotContaining(MasterKeyTest.TEXT);
    }

    private Path file(byte[] content, String permissions) throws IOException {
        var file = Files.createTempFile(folder, "master", ".key");
        Files.write(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
