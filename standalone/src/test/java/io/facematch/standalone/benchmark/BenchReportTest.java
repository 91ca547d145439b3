package io.facematch.standalone.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.benchmark.measured.Latencies;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BenchReportTest {
    private static final Latencies IDLE = new Latencies(200, 60, 70, 80);

    @Test
    void saysWhichGoalsAreReachedAndWhichAreNot() {
        assertThat(printed(report(0.90, new Latencies(50, 100, 299, 400))))
                .contains("(b) engine alone          90.0 pairs/s, 0.90 of (a) (goal 0.85: reached)")
                .contains("decode 1.1 ms, detect 8.3 ms, embed 30.0 ms")
                .contains("p95 299 ms, p99 400 ms of 50 (goal for p95 300 ms: reached)")
                .doesNotContain("MISSED");
        assertThat(printed(report(0.84, new Latencies(50, 100, 301, 400))))
                .contains("0.84 of (a) (goal 0.85: MISSED)")
                .contains("(goal for p95 300 ms: MISSED)");
    }

    @Test
    void isJsonInTheWordsOfTheApi() {
        var json = JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(report(0.9, IDLE)));

        assertThat(json.path("engine_to_networks").asDouble()).isEqualTo(0.9);
        assertThat(json.at("/stages/detect").asDouble()).isEqualTo(8.25);
        assertThat(json.at("/beside_bulk/p95").asDouble()).isEqualTo(70);
        assertThat(json.path("memory_curve")).hasSize(2);
    }

    private static BenchReport report(double engineToNetworks, Latencies besideBulk) {
        return new BenchReport(
                "embedder",
                "detector",
                2,
                1000,
                100,
                90,
                engineToNetworks,
                new Stages(1.14, 8.25, 30.04),
                13,
                80,
                0.8,
                40,
                IDLE,
                besideBulk,
                700,
                List.of(600L, 601L));
    }

    private static String printed(BenchReport report) {
        var text = new StringWriter();
        report.print(new PrintWriter(text));
        return text.toString();
    }
}
