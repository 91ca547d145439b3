package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that wait for their outcome: too long, in crowds, or not any more. */
class ComparisonsIT {
    private static final ApiServer API = ApiServer.get();
    private static final int MOST_WAITING = 32;

    private final String tenant = "comparisons-" + UUID.randomUUID();

    @Test
    void givesUpInTime() {
        onEachRoute((route, client) -> {
            var begin = System.nanoTime();
            var waiting = route.postAndWait(client);
            var job = API.awaitRunning(client);
            var open = API.open(job);

            var answer = waiting.join();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(ApiServer.ANSWER_WITHIN);
            route.assertAnswers(answer, 503, "too-late");
            assertThat(answer.header("Retry-After")).contains("1");
            assertGivenUp(job);
            API.decide(open, 0, 1, index -> ApiServer.compared(0.9)); // by a worker that opened the pair before
            assertGivenUp(job);
        });
    }

    /** At once, each for a tenant of its own: each waits for all the time that an answer may take. */
    private void onEachRoute(BiConsumer<VendorRoute, String> test) {
        Stream.of(VendorRoute.values())
                .map(route -> CompletableFuture.runAsync(
                        () -> test.accept(route, tenant + "-" + route),
                        task -> Thread.ofVirtual().start(task)))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static void assertGivenUp(UUID job) {
        assertThat(API.state(job)).isEqualTo("CANCELLED");
        assertThat(API.keysOf(job)).containsExactly("LABELS");
        assertThat(API.sql
                        .sql("select count(*) from outcome where job_id = ?")
                        .param(job)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatWaitsInTheQueueExpiresWithTheAnswer() {
        var waiting = VendorRoute.COMPARE.postAndWait(tenant);
        var message = API.takeMessages(API.awaitRunning(tenant)).getFirst();

        assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("facematch.single");
        assertThat(Long.parseLong(message.getProps().getExpiration()))
                .isBetween(1L, ApiServer.ANSWER_WITHIN.toMillis());
        assertThat(waiting.join().status()).isEqualTo(503);
    }

    /** The reply is lost, so that the client learns of it only when its time is up. */
    @Test
    void anOutcomeThatIsThereAtTheDeadlineIsAnswered() {
        onEachRoute((route, client) -> {
            var waiting = route.postAndWait(client);
            var job = API.awaitRunning(client);
            API.decide(job, 0, 1, index -> ApiServer.compared(route.match));

            route.assertAnswers(waiting.join(), 200, "match");
            assertThat(API.state(job)).isEqualTo("COMPLETED");
        });
    }

    /** The job comes into being after its client was sent away. */
    @Test
    void aJobThatIsStoredTooLateIsGivenUp() {
        API.sql.sql("""
                        create function dawdle() returns trigger language plpgsql as $$
                        begin
                            perform pg_sleep(%d);
                            return new;
                        end $$""".formatted(ApiServer.ANSWER_WITHIN.toSeconds() + 1)).update();
        API.sql
                .sql("create trigger dawdle before insert on pair for each row execute function dawdle()")
                .update();
        try {
            var answer = VendorRoute.COMPARE.postAndWait(tenant).join();

            VendorRoute.COMPARE.assertAnswers(answer, 503, "too-late");
            var job = Awaitility.await()
                    .until(
                            () -> API.sql
                                    .sql("select id from job where tenant = ? and state in ('CANCELLED', 'FAILED')")
                                    .param(tenant)
                                    .query(UUID.class)
                                    .optional(),
                            Optional::isPresent)
                    .orElseThrow();
            assertThat(API.keysOf(job)).doesNotContain("PAYLOAD");
        } finally {
            API.sql.sql("drop function dawdle cascade").update();
        }
    }

    @Test
    void aCrowdIsToldToComeBack() {
        var route = VendorRoute.FACEMATCH;
        var crowd = IntStream.range(0, MOST_WAITING + 20)
                .mapToObj(n -> route.postAndWait(tenant))
                .toList();
        Awaitility.await()
                .until(() -> crowd.stream().filter(CompletableFuture::isDone).count() == 20);
        Awaitility.await().until(() -> API.jobsOf(tenant) == MOST_WAITING);
        assertThat(API.send("/actuator/health/liveness", request -> request).status())
                .isEqualTo(200);
        assertThat(crowd.stream().filter(answer -> !answer.isDone()))
                .as("clients that wait for an outcome delay no other")
                .hasSize(MOST_WAITING);

        var answers = crowd.stream().map(CompletableFuture::join).toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
        });
        var sentAway = answers.stream()
                .filter(answer -> answer.text().contains("Too many"))
                .toList();
        assertThat(sentAway).hasSize(20);
        route.assertAnswers(sentAway.getFirst(), 503, "crowd");
        assertThat(API.sql
                        .sql("select distinct state from job where tenant = ?")
                        .param(tenant)
                        .query(String.class)
                        .list())
                .containsExactly("CANCELLED");
        // Everybody has left: there is room again.
        assertThat(route.decided(tenant + "-next", ApiServer.compared(0.9)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatGoesIsNoDefect(VendorRoute route) throws Exception {
        var before = API.logged().size();
        var body = route.form().build();
        try (var http = new RawHttp(API)) {
            http.send(RawHttp.head(
                            "POST " + route.path + " HTTP/1.1",
                            Tokens.external(tenant),
                            "Content-Type: " + Form.CONTENT_TYPE,
                            "Content-Length: " + body.length))
                    .send(body);
            var job = API.awaitRunning(tenant);
            http.reset();
            API.decide(job, 0, 1, index -> ApiServer.compared(0.9));
            API.reply(API.takeMessages(job).getFirst());
        }

        assertThat(route.decided(tenant + "-next", ApiServer.compared(0.9)).status())
                .isEqualTo(200);
        assertThat(API.logged().stream().skip(before)).noneMatch(line -> line.startsWith("ERROR"));
    }

    @Test
    void photosBeyondTheMemoryOfAProcessAreSentAway() throws IOException {
        var token = Tokens.external(tenant);
        var halfSent = new ArrayList<RawHttp>();
        try {
            // Of 10 MB, two forms of 2 MB, which count twice, leave no room for a third.
            for (int n = 0; n < 2; n++) {
                var http = new RawHttp(API);
                halfSent.add(http);
                http.send(RawHttp.head(
                        "POST /facematch HTTP/1.1",
                        token,
                        "Content-Type: " + Form.CONTENT_TYPE,
                        "Content-Length: 2000000",
                        "Expect: 100-continue"));
                // Which is said when the form was admitted.
                assertThat(http.receive(true)).startsWith("HTTP/1.1 100");
                http.send("--");
            }
            var large = Form.pair(new byte[1_000_000], new byte[1_000_000]).build();

            var answer = API.post(token, "/facematch", Form.CONTENT_TYPE, large);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
            assertThat(answer.json().get("msg").asString()).contains("Too many photos are in memory");
            assertThat(answer.header("Retry-After")).contains("1");
            var small = API.post(token, "/facematch", Form.CONTENT_TYPE, new Form().build());
            assertThat(small.status()).isEqualTo(400);
        } finally {
            for (var http : halfSent) {
                http.close();
            }
        }
        var withoutReference = new Form()
                .file("image1", new byte[1_000_000])
                .file("image2", new byte[0])
                .build();
        Awaitility.await()
                .untilAsserted(() -> assertThat(API.post(token, "/facematch", Form.CONTENT_TYPE, withoutReference)
                                .status())
                        .isEqualTo(400));
    }
}
