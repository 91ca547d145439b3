package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.chaos.FacematchProcess.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that jump. Leases and deadlines go by the clock of the API that sets and looks at them. */
@Tag("chaos")
class ClockIT {
    @Test
    void clocksThatJumpAnHourAheadAndAMinuteBackLoseNothing(@TempDir Path folder) throws Exception {
        try (var installation = Installation.start(folder)) {
            var seconds = Files.writeString(folder.resolve("clock"), "0");
            // One of each kind with a clock that jumps, beside an API whose clock is right.
            var api = installation.startWithClock(Kind.API, seconds).awaitReady();
            installation.startWithClock(Kind.WORKER, seconds).awaitReady();
            var invariants = Invariants.of(installation);
            for (var jump : List.of(3600, -60, 0)) {
                var running = installation.submit(40);
                installation.awaitOutcomes(running, 5);
                Files.writeString(seconds, Integer.toString(jump));
                var archive = installation.photos().archive(20);
                var later = installation.history().submitUntilAccepted(api::address, archive, 20);
                installation.awaitEnd(running);
                installation.awaitEnd(later);
                assertThat(List.of(installation.state(running), installation.state(later)))
                        .as("with a clock that is %s s ahead", jump)
                        .containsOnly("COMPLETED");
                invariants.remember();
            }
            Report.line("T27 | clocks of an API and a worker an hour ahead, then a minute behind | nothing lost");
            invariants.hold();
        }
    }
}
