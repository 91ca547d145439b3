package io.facematch.standalone.keys;

import io.facematch.api.issuer.SigningKey;
import io.facematch.api.issuer.SigningKeys;
import io.facematch.api.issuer.SigningKeys.Dated;
import io.facematch.standalone.local.Environment;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The file of the keys that sign tokens, the newest first, each with the time from which it signs. */
final class SigningKeyFile {
    /** In which every process reads the file again, and whoever caches the key set asks for it again. */
    static final Duration HEAD_START = Duration.ofMinutes(10);
    /** The longest life of a token, and what clocks may differ. */
    static final Duration OVERLAP = Duration.ofHours(25);

    private static final Pattern BLOCK = Pattern.compile(
            "(?:" + SigningKeys.SIGNS_FROM + "\\S+\\s+)?-----BEGIN [A-Z ]+-----[^-]*-----END [A-Z ]+-----\n?");

    private final KeyFile file;

    private SigningKeyFile(Path path) {
        this.file = new KeyFile(path);
    }

    static SigningKeyFile ofEnvironment() throws IOException {
        if (Environment.isSet("FACEMATCH_ISSUER_PRIVATE_KEY")) {
            throw new CommandFailed("the key is in FACEMATCH_ISSUER_PRIVATE_KEY, which this command can't change:"
                    + " use FACEMATCH_ISSUER_PRIVATE_KEY_FILE");
        }
        return new SigningKeyFile(Home.ofEnvironment().issuer().privateKeyFile());
    }

    List<Dated> list() {
        return SigningKeys.load(file.path()).all();
    }

    /** Puts a new key on top, which signs after the head start. Returns when. */
    Instant rotate(Instant now) throws IOException {
        list(); // so that nothing is put before what is no key
        var from = now.plus(HEAD_START).truncatedTo(ChronoUnit.SECONDS);
        file.replace(SigningKeys.SIGNS_FROM + from + "\n" + SigningKey.generate() + file.text());
        return from;
    }

    /** Takes out keys whose tokens have all expired. Returns how many. */
    int prune(Instant now) throws IOException {
        var keys = list();
        var kept = 1;
        // A key is needed until a day after its successor took over.
        while (kept < keys.size() && keys.get(kept - 1).from().plus(OVERLAP).isAfter(now)) {
            kept++;
        }
        if (kept < keys.size()) {
            var blocks = new ArrayList<String>();
            var found = BLOCK.matcher(file.text());
            while (found.find()) {
                blocks.add(found.group());
            }
            file.replace(String.join("", blocks.subList(0, kept)));
        }
        return keys.size() - kept;
    }

    Path path() {
        return file.path();
    }
}
