package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import java.time.Duration;
import java.util.EnumMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VendorOutageIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "vendor-outage-" + UUID.randomUUID();

    @AfterEach
    void mend() {
        API.databaseRelay.mend();
        API.brokerRelay.mend();
        API.awaitReady();
        // The admission has a connection of its own, and is asked before a form is read.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> VendorRoute.FACEMATCH
                                .post(Tokens.external(tenant), new Form())
                                .status()
                        == 400);
    }

    @Test
    void saysThatTheBrokerIsAway() {
        API.brokerRelay.cut();

        assertBusy("broker-away");
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        API.databaseRelay.cut();

        assertBusy("database-away");
    }

    private void assertBusy(String sample) {
        var answers = new EnumMap<VendorRoute, CompletableFuture<Answer>>(VendorRoute.class);
        for (var route : VendorRoute.values()) {
            answers.put(route, route.postAndWait(tenant)); // at once: each waits three seconds for a connection
        }

        answers.forEach((route, waiting) -> {
            var answer = waiting.join();
            route.assertAnswers(answer, 503, sample);
            assertThat(Integer.parseInt(answer.header("Retry-After").orElse("0")))
                    .isPositive();
        });
        assertThat(API.jobsOf(tenant)).isZero();
    }

    /** The broker went while they waited: their outcomes are answered all the same, later. */
    @Test
    void outcomesAreAnsweredAlthoughTheirRepliesAreLost() {
        var route = VendorRoute.COMPARE;
        var waiting = route.postAndWait(tenant);
        var job = API.awaitRunning(tenant);
        API.brokerRelay.cut();
        API.decide(job, 0, 1, index -> ApiServer.compared(route.match));

        route.assertAnswers(waiting.join(), 200, "match");
    }
}
