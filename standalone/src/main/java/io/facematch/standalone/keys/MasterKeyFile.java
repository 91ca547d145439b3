package io.facematch.standalone.keys;

import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.standalone.local.Environment;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.OwnerDatabase;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The file of the master keys, a line for each, and what still needs them. */
final class MasterKeyFile {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final int KEY_BYTES = 32;

    private final KeyFile file;
    private final Path epochKeys;

    private MasterKeyFile(KeyFile file, Path epochKeys) {
        this.file = file;
        this.epochKeys = epochKeys;
    }

    static MasterKeyFile ofEnvironment() throws IOException {
        if (Environment.isSet("FACEMATCH_MASTER_KEY")) {
            throw new CommandFailed("the master key is in FACEMATCH_MASTER_KEY, which this command can't change:"
                    + " put a new one before it, separated by a space");
        }
        var home = Home.ofEnvironment();
        var configured = Environment.get("FACEMATCH_MASTER_KEY_FILE").map(Path::of);
        return new MasterKeyFile(
                new KeyFile(configured.isPresent() ? configured.get() : home.masterKey()),
                Environment.get("FACEMATCH_KEYS_FOLDER").map(Path::of).orElse(home.keys()));
    }

    /**
     * A key as it is listed.
     *
     * @param epochs how many keys of epochs it wraps
     * @param tenants how many keys of tenants it wraps
     * @param digests whether it wraps the key by which subjects are known again
     */
    record Listed(String id, boolean current, long epochs, long tenants, boolean digests) {
        boolean isNeeded() {
            return current || epochs > 0 || tenants > 0 || digests;
        }
    }

    List<Listed> list() throws IOException {
        var wrapped = wrappedByEach();
        var digests = OwnerDatabase.with(MasterKeyFile::wrapsDigests);
        var tenants = OwnerDatabase.with(MasterKeyFile::tenantKeysByEach);
        var listed = new ArrayList<Listed>();
        for (var key : lines()) {
            var id = id(key);
            listed.add(new Listed(
                    id,
                    listed.isEmpty(),
                    wrapped.getOrDefault(id, 0L),
                    tenants.getOrDefault(id, 0L),
                    id.equals(digests)));
        }
        return listed;
    }

    /** Puts a new key on top. Returns its id. */
    String rotate() throws IOException {
        var lines = new ArrayList<>(lines());
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        var line = Base64.getEncoder().encodeToString(key);
        lines.addFirst(line);
        write(lines);
        return id(line);
    }

    /** Takes out keys that open nothing any more. Returns their ids. */
    List<String> prune() throws IOException {
        var unneeded =
                list().stream().filter(key -> !key.isNeeded()).map(Listed::id).toList();
        if (!unneeded.isEmpty()) {
            write(lines().stream().filter(line -> !unneeded.contains(id(line))).toList());
        }
        return unneeded;
    }

    Path path() {
        return file.path();
    }

    private void write(List<String> lines) throws IOException {
        file.replace(String.join("\n", lines) + "\n");
    }

    private List<String> lines() throws IOException {
        try {
            var lines = WHITE_SPACE.splitAsStream(file.text().strip()).toList();
            lines.forEach(MasterKeyFile::id);
            return lines;
        } catch (UnusableMasterKey e) {
            throw new CommandFailed(e.getMessage() + " (" + file.path() + ")");
        }
    }

    private static String id(String line) {
        return MasterKeys.of(MasterKey.ofBase64(line)).currentId();
    }

    private Map<String, Long> wrappedByEach() throws IOException {
        if (!Files.isDirectory(epochKeys)) {
            return new HashMap<>();
        }
        var ids = new ArrayList<String>();
        try (var files = Files.list(epochKeys)) {
            for (var key :
                    files.filter(name -> name.toString().endsWith(".key")).toList()) {
                ids.add(MasterKeys.wrappedBy(Files.readAllBytes(key)));
            }
        }
        return ids.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    }

    private static Map<String, Long> tenantKeysByEach(JdbcClient database) {
        return database.sql("select wrapped from tenant_key").query(byte[].class).list().stream()
                .collect(Collectors.groupingBy(MasterKeys::wrappedBy, Collectors.counting()));
    }

    /** Empty where the digests still come from the master key itself, or where there is no installation yet. */
    private static String wrapsDigests(JdbcClient database) {
        return database.sql("select digest_key from installation where digest_key is not null")
                .query(byte[].class)
                .optional()
                .map(MasterKeys::wrappedBy)
                .orElse("");
    }
}
