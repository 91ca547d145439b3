package io.facematch.standalone.benchmark.year;

import static java.util.Locale.ROOT;

import io.facematch.standalone.benchmark.measured.Latencies;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;

/**
 * Something that is read over and over.
 *
 * @param goal milliseconds in which 95 of 100 answers should come
 */
record Reading(String name, int goal, Request request) {
    /** Asks the server, and returns how many rows it answered with. */
    interface Request {
        int send() throws IOException, InterruptedException;
    }

    /** Prints how long it took, after a first time that does not count, or why there was no answer. */
    void measure(int rounds, PrintWriter out) throws IOException, InterruptedException {
        out.printf(ROOT, "%-72s ", name);
        try {
            var rows = request.send();
            var nanos = new ArrayList<Long>();
            for (int round = 0; round < rounds; round++) {
                var started = System.nanoTime();
                rows = request.send();
                nanos.add(System.nanoTime() - started);
            }
            var latencies = Latencies.of(nanos);
            out.printf(
                    ROOT,
                    "%5d rows  p50 %6.0f ms  p95 %6.0f ms  goal %5d ms%s%n",
                    rows,
                    latencies.p50(),
                    latencies.p95(),
                    goal,
                    latencies.p95() <= goal ? "" : "  NOT MET");
        } catch (CommandFailed refused) {
            out.println("NOT MET: " + refused.getMessage());
        }
        out.flush();
    }
}
