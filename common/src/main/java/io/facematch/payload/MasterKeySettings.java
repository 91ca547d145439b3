package io.facematch.payload;

import io.facematch.payload.MasterKey.UnusableMasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the master key comes from: exactly one of the two.
 *
 * @param key 32 bytes in Base64
 * @param keyFile a file that holds them, readable by nobody but its owner and group
 */
@ConfigurationProperties(prefix = "facematch.master", ignoreUnknownFields = false)
public record MasterKeySettings(
        @Nullable String key, @Nullable Path keyFile) {

    public MasterKey load() {
        if (key != null && !key.isBlank()) {
            if (keyFile != null) {
                throw new UnusableMasterKey("FACEMATCH_MASTER_KEY and FACEMATCH_MASTER_KEY_FILE are both set, set one");
            }
            return MasterKey.ofBase64(key);
        }
        if (keyFile == null) {
            throw new UnusableMasterKey("neither FACEMATCH_MASTER_KEY_FILE nor FACEMATCH_MASTER_KEY is set");
        }
        try {
            if (Files.getPosixFilePermissions(keyFile).contains(PosixFilePermission.OTHERS_READ)) {
                throw new UnusableMasterKey("everybody on this machine may read " + keyFile + " (chmod 600 it)");
            }
            return MasterKey.ofBase64(Files.readString(keyFile));
        } catch (IOException e) {
            throw new UnusableMasterKey("the file " + keyFile + " can't be read");
        }
    }

    @Override
    public String toString() {
        return "MasterKeySettings[" + (keyFile == null ? "from the environment" : keyFile) + "]";
    }
}
