package io.facematch.standalone.keys;

import io.facematch.api.audit.log.LogKey;
import io.facematch.standalone.local.Environment;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** The file of the keys that sign the audit log, a line for each, the newest first. All of them sign. */
final class AuditKeyFile {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final int KEY_BYTES = 32;

    private final KeyFile file;

    private AuditKeyFile(Path path) {
        this.file = new KeyFile(path);
    }

    static AuditKeyFile ofEnvironment() throws IOException {
        if (Environment.isSet("FACEMATCH_AUDIT_SIGNING_KEY")) {
            throw new CommandFailed("the key is in FACEMATCH_AUDIT_SIGNING_KEY, which this command can't change:"
                    + " use FACEMATCH_AUDIT_SIGNING_KEY_FILE");
        }
        var configured = Environment.get("FACEMATCH_AUDIT_SIGNING_KEY_FILE").map(Path::of);
        return new AuditKeyFile(
                configured.isPresent() ? configured.get() : Home.ofEnvironment().auditKey());
    }

    List<LogKey> list() throws IOException {
        return lines().stream().map(LogKey::ofBase64).toList();
    }

    /** Puts a new key on top. Returns its id. */
    String rotate() throws IOException {
        list(); // so that nothing is put before what is no key
        var lines = new ArrayList<>(lines());
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        lines.addFirst(Base64.getEncoder().encodeToString(key));
        write(lines);
        return LogKey.ofBase64(lines.getFirst()).id();
    }

    /** Takes out all but the newest. Returns how many. */
    int prune() throws IOException {
        var lines = lines();
        if (lines.size() > 1) {
            write(lines.subList(0, 1));
        }
        return lines.size() - 1;
    }

    Path path() {
        return file.path();
    }

    private void write(List<String> lines) throws IOException {
        file.replace(String.join("\n", lines) + "\n");
    }

    private List<String> lines() throws IOException {
        return WHITE_SPACE.splitAsStream(file.text().strip()).toList();
    }
}
