package io.facematch.payload;

import io.facematch.payload.MasterKey.UnusableMasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the master keys come from: exactly one of the two. Each key is 32 random bytes in Base64; white space separates them.
 *
 * @param key the key itself, 32 random bytes in Base64, instead of a file; older keys, which only open, follow it
 * @param keyFile file with 32 random bytes in Base64, the same for all processes; a line for each key, the newest first;
 *     only its owner and group may be able to read it; {@code run} and {@code up} make their own
 */
// Not strict about unknown names, unlike other settings: Boot's complaint about a misspelt one would print the key.
@ConfigurationProperties(prefix = "facematch.master")
public record MasterKeySettings(
        @Nullable String key, @Nullable Path keyFile) {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    public MasterKeys load() {
        return new MasterKeys(this::read);
    }

    private List<MasterKey> read() {
        var file = keyFile == null || keyFile.toString().isBlank() ? null : keyFile;
        if (key != null && !key.isBlank()) {
            if (file != null) {
                throw new UnusableMasterKey("FACEMATCH_MASTER_KEY and FACEMATCH_MASTER_KEY_FILE are both set, set one");
            }
            return parse(key);
        }
        if (file == null) {
            throw UnusableMasterKey.makeOne("neither FACEMATCH_MASTER_KEY_FILE nor FACEMATCH_MASTER_KEY is set");
        }
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new UnusableMasterKey("everybody on this machine may read " + file + " (chmod 600 it)");
            }
            // As bytes: a file with the 32 bytes themselves is not UTF-8, and is to be refused for what it is.
            return parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw UnusableMasterKey.makeOne("the file " + file + " can't be read");
        }
    }

    private static List<MasterKey> parse(String text) {
        return WHITE_SPACE.splitAsStream(text.strip()).map(MasterKey::ofBase64).toList();
    }

    @Override
    public String toString() {
        return "MasterKeySettings[" + (keyFile == null ? "from the environment" : keyFile) + "]";
    }
}
