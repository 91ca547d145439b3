package io.facematch.standalone.local;

import java.util.Optional;

/** Settings that a command needs before, or without, Spring. */
public final class Environment {
    private Environment() {}

    /** An empty variable is none. */
    public static Optional<String> get(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }

    public static boolean isSet(String variable) {
        return get(variable).isPresent();
    }
}
