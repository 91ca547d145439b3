package io.facematch.standalone.run;

import io.facematch.standalone.run.input.ChangedPhoto;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks again what a server, or the way to it, could not answer now: with growing pauses, or when the server says that it
 * helps. Only what may be sent twice is asked so.
 *
 * @param patience since the first failure in a row; zero to fail at once
 * @param says is told once in a row why it takes longer
 */
public record Retries(InstantSource clock, Pause pause, Duration patience, Consumer<String> says) {
    /** Fails at once. */
    public static final Retries NONE = new Retries(InstantSource.system(), Thread::sleep, Duration.ZERO, why -> {});

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Waits. */
    public interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /** Asks once. */
    interface Attempt<T> {
        T make() throws IOException, InterruptedException;
    }

    /** The server has answered, but not with what was asked for; later it may. */
    static final class TryAgain extends IOException {
        private final Duration after;

        /** @param after as the server says; zero when it does not */
        TryAgain(String message, Duration after) {
            super(message);
            this.after = after;
        }
    }

    /** As a person would who waits for a server to come back. */
    static Retries patient(Consumer<String> says) {
        return new Retries(InstantSource.system(), Thread::sleep, Duration.ofHours(1), says);
    }

    /**
     * The first answer.
     *
     * @throws CommandFailed if the server does not want what was asked for, now that there is no more patience
     */
    <T> T until(Attempt<T> attempt) throws IOException, InterruptedException {
        Instant since = null;
        for (var next = FIRST_PAUSE; ; next = min(next.multipliedBy(2), LONGEST_PAUSE)) {
            try {
                return attempt.make();
            } catch (IOException failed) {
                since = since == null ? tell(failed) : since;
                fail(failed, since);
                var asked = failed instanceof TryAgain again ? again.after : Duration.ZERO;
                pause.sleep(asked.isZero() ? next : asked);
            }
        }
    }

    private Instant tell(IOException failed) {
        if (!patience.isZero()) {
            says.accept(CommandFailed.inWords(failed));
        }
        return clock.instant();
    }

    private void fail(IOException failed, Instant since) throws IOException {
        var changed = changed(failed);
        if (changed != null) {
            throw new CommandFailed(CommandFailed.inWords(changed));
        }
        if (!clock.instant().isBefore(since.plus(patience))) {
            if (failed instanceof TryAgain) {
                throw new CommandFailed(CommandFailed.inWords(failed));
            }
            throw failed;
        }
    }

    private static @Nullable ChangedPhoto changed(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                .filter(ChangedPhoto.class::isInstance)
                .map(ChangedPhoto.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
