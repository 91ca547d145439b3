package io.facematch.standalone;

import java.util.Objects;
import java.util.stream.Stream;

/** Why a command could not do its work, for whoever typed it. */
public final class Failure extends RuntimeException {
    static final int EXIT_CODE = 1;

    public Failure(String message) {
        super(message);
    }

    /** The innermost message says what is wrong; what is around it says only who noticed. */
    static String inWords(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                .reduce((outer, inner) -> inner.getMessage() == null ? outer : inner)
                .map(innermost ->
                        innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage())
                .orElse("an unknown failure");
    }
}
