package io.facematch.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The processes that carry a mark on their command line. Process ids in files would be wrong after a crash or a reboot,
 * and might be those of other programs by then.
 */
record MarkedProcesses(String mark) {
    private static final Path PROC = Path.of("/proc");

    boolean exist() {
        return all().findAny().isPresent();
    }

    /** Asks them to end, and ends those that have not done so in time. */
    void stop(Duration patience) {
        if (!end(ProcessHandle::destroy, patience)) {
            end(ProcessHandle::destroyForcibly, patience);
        }
    }

    /** Also those that the first ones start before they end. */
    private boolean end(Consumer<ProcessHandle> way, Duration patience) {
        var limit = System.nanoTime() + patience.toNanos();
        var processes = all().toList();
        while (!processes.isEmpty()) {
            processes.forEach(way);
            if (!ProcessExit.await(processes, Duration.ofNanos(limit - System.nanoTime()))) {
                return false;
            }
            processes = all().toList();
        }
        return true;
    }

    private Stream<ProcessHandle> all() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(mark));
    }

    /** On Linux from /proc: Java itself gives no command lines longer than a page of memory, and Erlang's are. */
    private static String commandLine(ProcessHandle process) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return process.info().commandLine().orElse("");
        }
        try {
            return Files.readString(
                    PROC.resolve(Long.toString(process.pid())).resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }
}
