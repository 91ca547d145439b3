package io.facematch.standalone.benchmark.measured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Measures the resident memory of processes every second, on Linux. */
public final class MemoryCurve implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int POINTS = 20;
    private static final long KIB_PER_MIB = 1024;

    private final Supplier<Stream<ProcessHandle>> processes;
    private final List<Long> mebibytes = new ArrayList<>();
    private final Thread watcher;

    private MemoryCurve(Supplier<Stream<ProcessHandle>> processes) {
        this.processes = processes;
        this.watcher = Thread.ofVirtual().unstarted(this::watch);
    }

    /** @param processes asked each time, since some may have ended */
    public static MemoryCurve of(Supplier<Stream<ProcessHandle>> processes) {
        var curve = new MemoryCurve(processes);
        curve.watcher.start();
        return curve;
    }

    private void watch() {
        try {
            while (true) {
                look();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException closed) {
            // The end of the measurement.
        }
    }

    private synchronized void look() {
        var sum = processes.get().mapToLong(MemoryCurve::proportional).sum();
        if (sum > 0) {
            mebibytes.add(sum / KIB_PER_MIB);
        }
    }

    /** In KiB; memory that processes share, as PostgreSQL's do, is divided among them. 0 where it can't be known. */
    private static long proportional(ProcessHandle process) {
        var rollup = Path.of("/proc/" + process.pid() + "/smaps_rollup");
        try (var lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException gone) {
            return 0;
        }
    }

    /** In MiB, evenly spread over the time that was watched. */
    public synchronized List<Long> points() {
        var count = Math.min(POINTS, mebibytes.size());
        var points = new ArrayList<Long>();
        for (var i = 0; i < count; i++) {
            points.add(mebibytes.get(count == 1 ? 0 : i * (mebibytes.size() - 1) / (count - 1)));
        }
        return List.copyOf(points);
    }

    /** In MiB; 0 when nothing could be seen. */
    public synchronized long peak() {
        return mebibytes.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
