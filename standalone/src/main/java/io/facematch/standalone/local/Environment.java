package io.facematch.standalone.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Settings that a command needs before, or without, Spring. */
public final class Environment {
    /** Where containers have secrets, in files that are named after the property. */
    private static final Path SECRETS = Path.of("/run/secrets");

    private Environment() {}

    /** An empty variable is none. */
    public static Optional<String> get(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A setting of the database, from the environment or from a file in {@code /run/secrets}, as the processes have it. */
    public static Optional<String> secret(String variable) throws IOException {
        var set = get(variable);
        var file = SECRETS.resolve(variable.toLowerCase(Locale.ROOT)
                .replaceFirst("_", ".")
                .replaceFirst("_", ".")
                .replace('_', '-'));
        return set.isEmpty() && Files.isRegularFile(file)
                ? Optional.of(Files.readString(file).strip()).filter(value -> !value.isEmpty())
                : set;
    }

    /** Whether this process may do everything on this machine. */
    public static boolean isRoot() {
        return ProcessHandle.current().info().user().filter("root"::equals).isPresent();
    }

    public static boolean isSet(String variable) {
        return get(variable).isPresent();
    }
}
