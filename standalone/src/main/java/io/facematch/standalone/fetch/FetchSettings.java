package io.facematch.standalone.fetch;

import io.facematch.standalone.terminal.CommandFailed;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether and from where models are fetched, as the environment says. */
public final class FetchSettings {
    private final boolean offline;
    private final @Nullable Mirror mirror;
    private final Proxies proxies;

    private FetchSettings(boolean offline, @Nullable Mirror mirror, Proxies proxies) {
        this.offline = offline;
        this.mirror = mirror;
        this.proxies = proxies;
    }

    /** @throws CommandFailed if a variable has no value that it may have */
    public static FetchSettings ofEnvironment() {
        return of(System.getenv());
    }

    /** @throws CommandFailed if a variable has no value that it may have */
    public static FetchSettings of(Map<String, String> environment) {
        return new FetchSettings(
                get(environment, "FACEMATCH_OFFLINE")
                        .map(FetchSettings::isOffline)
                        .orElse(false),
                get(environment, "FACEMATCH_MODELS_MIRROR").map(Mirror::of).orElse(null),
                new Proxies(environment));
    }

    /** The same, but over no network. */
    public FetchSettings offlineOnly() {
        return new FetchSettings(true, mirror, proxies);
    }

    /** Whether nobody may be asked over a network. */
    public boolean offline() {
        return offline;
    }

    /** For people: where files are looked for before their public sources. */
    public Optional<String> mirrorPlace() {
        return Optional.ofNullable(mirror).map(Mirror::place);
    }

    @Nullable
    Mirror mirror() {
        return mirror;
    }

    Proxies proxies() {
        return proxies;
    }

    /** By the words that all other settings take. */
    private static boolean isOffline(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new CommandFailed("FACEMATCH_OFFLINE is '" + word + "', but must be true or false");
        };
    }

    private static Optional<String> get(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
