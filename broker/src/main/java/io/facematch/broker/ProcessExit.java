package io.facematch.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/** Waits for the end of processes that need not be children of this one. */
public final class ProcessExit {
    /** {@link ProcessHandle#onExit} looks after a process that is no child of this one only every few seconds. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private static final char ZOMBIE = 'Z';

    private ProcessExit() {}

    /** Whether all have ended before the patience was; false too when this thread is interrupted, which stays so. */
    public static boolean await(Collection<ProcessHandle> processes, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        try {
            while (!processes.stream().allMatch(ProcessExit::hasEnded)) {
                if (System.nanoTime() > end) {
                    return false;
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A process that ended stays in the list of processes until its parent has asked how, and some parents never ask. */
    public static boolean hasEnded(ProcessHandle process) {
        return !process.isAlive() || state(process.pid()) == ZOMBIE;
    }

    /** On Linux from /proc, where the state follows the program's name in parentheses; elsewhere and when ended a space. */
    private static char state(long pid) {
        try {
            var facts = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return facts.charAt(facts.lastIndexOf(')') + 2);
        } catch (IOException ended) {
            return ' ';
        }
    }
}
