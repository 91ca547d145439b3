package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The benchmark as its user has it, but for its figures, which belong to the machine. */
class BenchIT {
    /** Takes minutes. */
    @Test
    @Tag("slow")
    void printsFiguresOfWhatItRan(@TempDir Path folder) throws Exception {
        var environment = Map.of("FACEMATCH_RABBITMQ_URI", TestBroker.uri(), "FACEMATCH_MODELS", Samples.models());
        try (var bench = OtherProcess.start(
                FacematchCommand.class,
                List.of("-Xmx384m"),
                environment,
                folder.resolve("log"),
                "bench",
                "--pairs",
                "50",
                "--json")) {
            await().atMost(Duration.ofMinutes(10)).until(() -> !bench.isAlive());

            var output = bench.output();
            var report = JsonMapper.shared().readTree(output.substring(output.indexOf('{')));
            assertThat(report.path("pairs").asInt()).isEqualTo(50);
            assertThat(report.path("networks").asDouble()).isPositive();
            assertThat(report.path("product").asDouble()).isPositive();
            assertThat(report.at("/idle/p95").asDouble()).isPositive();
            assertThat(report.path("memory_curve")).isNotEmpty();
        }
    }

    /** Takes minutes. */
    @Test
    @Tag("slow")
    void answersAnAuditorOverAYear(@TempDir Path folder) throws Exception {
        var environment = Map.of("FACEMATCH_MODELS", Samples.models());
        try (var bench = OtherProcess.start(
                FacematchCommand.class,
                List.of("-Xmx384m"),
                environment,
                folder.resolve("log"),
                "bench",
                "audit",
                "--rows",
                "24000",
                "--rounds",
                "1")) {
            await().atMost(Duration.ofMinutes(10)).until(() -> !bench.isAlive());

            assertThat(bench.output())
                    .contains("reader ", "usage?bucket=day&zone=Asia/Kolkata", "search by subject")
                    .contains("export of a million, xlsx", "24,000 outcomes")
                    .contains(": intact: 24,000 outcomes", "default: intact through row ");
        }
    }
}
