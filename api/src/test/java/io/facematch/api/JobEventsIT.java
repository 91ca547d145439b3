package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.Events.Event;
import io.facematch.api.housekeeping.Sweeper;
import io.facematch.api.jobs.JobEndings;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobEventsIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "events-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);
    private final List<UUID> jobs = new ArrayList<>();
    private final int loggedBefore = API.logged().size();

    @AfterEach
    void nothingWasLogged() {
        API.clock.reset();
        jobs.forEach(job -> API.delete(token, "/v1/jobs/" + job)); // which ends what still follows them
        // The sweeper may warn of jobs that other tests left, and the validator of answers of its own schema.
        assertThat(API.logged().stream().skip(loggedBefore))
                .filteredOn(line -> !line.contains(Sweeper.class.getName()) && !line.contains("com.networknt."))
                .noneMatch(line -> line.startsWith("ERROR") || line.startsWith("WARN") || line.contains("\tat "));
    }

    @Test
    void tellsOfEveryChangeAndOfTheEnd() throws IOException {
        var id = bulk(3);
        try (var events = follow(id)) {
            assertThat(events.head().status()).isEqualTo(200);
            assertThat(events.head().header("Content-Type")).contains("text/event-stream;charset=UTF-8");
            assertThat(events.head().header("Cache-Control")).contains("no-store");
            assertThat(events.head().header("X-Accel-Buffering")).contains("no");
            assertThat(events.next()).isEqualTo(new Event("progress", job(id)));

            API.decide(id, 0, 1, index -> ApiServer.compared(0.83));
            assertThat(events.next()).isEqualTo(new Event("progress", job(id)));
            API.decide(id, 1, 2, index -> ApiServer.compared(0.83));
            assertThat(next(events).done()).isEqualTo(2);
            API.decide(id, 2, 3, index -> ApiServer.compared(0.83));
            assertThat(events.next()).isEqualTo(new Event("end", job(id)));
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void tellsTheOutcomeOfASingle() throws IOException {
        var id = single();
        try (var events = follow(id)) {
            assertThat(next(events).name()).isEqualTo("progress");

            API.complete(id);

            var end = next(events);
            assertThat(end.name()).isEqualTo("end");
            assertThat(end.json().get("outcome").get("match").asBoolean()).isTrue();
            assertThat(end.data()).isEqualTo(job(id));
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void aJobThatIsOverHasOnlyItsEnd() throws IOException {
        var id = single();
        API.complete(id);
        try (var events = follow(id)) {
            assertThat(events.next()).isEqualTo(new Event("end", job(id)));
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void endsWithAJobThatIsCancelled() throws IOException {
        var id = bulk(2);
        try (var events = follow(id)) {
            events.next();
            API.delete(token, "/v1/jobs/" + id);
            assertThat(next(events).json().get("state").asString()).isEqualTo("CANCELLED");
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void endsWithAJobThatExpires() throws IOException {
        var id = bulk(2);
        try (var events = follow(id)) {
            events.next();
            API.bean(JobEndings.class).expire(id);
            assertThat(events.next()).isEqualTo(new Event("end", job(id)));
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void twoListenersHearTheSame() throws IOException {
        var id = bulk(2);
        var other = bulk(1);
        try (var first = follow(id);
                var second = follow(id);
                var third = follow(other)) {
            for (var events : List.of(first, second, third)) {
                assertThat(next(events).done()).isZero();
            }
            API.complete(id);
            var end = next(first);
            assertThat(end.name()).isEqualTo("end");
            assertThat(second.next()).isEqualTo(end);
            API.complete(other);
            assertThat(next(third).data()).isEqualTo(job(other));
        }
    }

    @Test
    void aForeignJobIsAsUnknownAsNone() throws IOException {
        var id = single();
        var expected = API.get(token, "/v1/jobs/" + UUID.randomUUID());
        var stranger = Tokens.of(tenant + "-other");
        for (var path : List.of(id.toString(), UUID.randomUUID().toString(), "x", "%20")) {
            try (var events = API.follow(stranger, "/v1/jobs/" + path + "/events")) {
                var answer = events.whole();
                assertProblem(answer, 404, "unknown-job");
                assertThat(answer.body()).isEqualTo(expected.body());
                assertThat(answer.header("Content-Type")).isEqualTo(expected.header("Content-Type"));
                assertThat(answer.header("X-Accel-Buffering")).isEmpty();
            }
        }
    }

    @Test
    void answersWhatCanTakeEvents() {
        var id = single();
        API.complete(id);
        var path = "/v1/jobs/" + id + "/events";
        for (var accept : List.of("*/*", "text/*", "text/event-stream, application/json;q=0.5")) {
            var answer = API.send(
                    path,
                    request ->
                            request.header("Authorization", "Bearer " + token).header("Accept", accept));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).startsWith("event:end\ndata:{").endsWith("}\n\n");
        }
        var refused = API.send(
                path,
                request -> request.header("Authorization", "Bearer " + token).header("Accept", "application/json"));
        assertProblem(refused, 406, "not-acceptable");
        assertThat(API.send(path, request -> request).status()).isEqualTo(401);
        var head = API.send(path, request -> request.HEAD().header("Authorization", "Bearer " + token));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).contains("text/event-stream;charset=UTF-8");
    }

    @Test
    void endsWithoutAnEndWhenTheTokenExpires() throws IOException {
        var id = bulk(1);
        var brief = Tokens.signed(Tokens.claims(tenant)
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .build());
        try (var expiring = API.follow(brief, "/v1/jobs/" + id + "/events");
                var lasting = follow(id)) {
            assertThat(next(expiring).name()).isEqualTo("progress");
            lasting.next();

            API.clock.ahead(Duration.ofSeconds(301));

            Event last;
            do {
                last = expiring.next();
            } while (last != null && last.name().isEmpty());
            assertThat(last).isNull();
            assertThat(next(lasting).data()).isEqualTo("keep-alive");
        }
    }

    @Test
    void keepsASilentStreamAlive() throws IOException {
        try (var events = follow(bulk(1))) {
            events.next();
            API.clock.ahead(Duration.ofSeconds(16));
            assertThat(events.next()).isEqualTo(new Event("", "keep-alive"));
            API.clock.ahead(Duration.ofSeconds(32));
            assertThat(events.next()).isEqualTo(new Event("", "keep-alive"));
        }
    }

    @Test
    void forgetsAListenerThatGoesAway() throws IOException {
        var id = bulk(100);
        var path = "/v1/jobs/" + id + "/events";
        for (int i = 0; i < ApiServer.MAX_LISTENERS_PER_TENANT; i++) {
            try (var raw = new RawHttp(API)) {
                raw.send(RawHttp.head("GET " + path + " HTTP/1.1", token)).receive(true);
                raw.reset();
            }
        }
        var decided = new int[1];
        Awaitility.await().until(() -> {
            API.decide(id, decided[0], decided[0] + 1, index -> ApiServer.compared(0.83));
            decided[0]++;
            try (var again = follow(id)) {
                return again.head().status() == 200 && next(again).done() == decided[0];
            }
        });
    }

    @Test
    void aListenerThatDoesNotReadHoldsUpNobody() throws IOException {
        var changes = 60;
        var zip = new Zip();
        for (int n = 0; n < changes; n++) {
            zip.pair("pair" + n);
        }
        // Their names make every event larger than what a connection takes without being read.
        for (int n = 0; n < 2000; n++) {
            zip.add("x".repeat(200) + n + "_image1.jpg", "");
        }
        var id = remember(API.postZip(token, zip.build()).id());
        try (var deaf = new RawHttp(API)) {
            deaf.send(RawHttp.head("GET /v1/jobs/" + id + "/events HTTP/1.1", token))
                    .receive(true);
            try (var events = follow(id)) {
                next(events);
                for (int done = 1; done <= changes; done++) {
                    API.decide(id, done - 1, done, index -> ApiServer.compared(0.83));
                    assertThat(next(events).done()).isEqualTo(done);
                }
                assertThat(events.next()).isNull();
            }
        }
    }

    @Test
    void refusesListenersBeyondTheLimitsAndEndsAllAtOnceWhenItStops() throws IOException {
        var server = ApiServer.another();
        var open = new ArrayList<Events>();
        try {
            for (int i = 0; i < ApiServer.MAX_LISTENERS; i++) {
                var name = tenant + i / ApiServer.MAX_LISTENERS_PER_TENANT;
                if (i == ApiServer.MAX_LISTENERS_PER_TENANT) {
                    assertRefused(follow(server, tenant + 0), 429, "too-many-listeners");
                }
                open.add(follow(server, name));
                assertThat(next(open.getLast()).name()).isEqualTo("progress");
            }
            assertRefused(follow(server, tenant), 503, "busy");

            server.stop();
            for (var events : open) {
                assertThat(events.next()).isNull();
            }
        } finally {
            server.stop();
            for (var events : open) {
                events.close();
            }
        }
    }

    private static Events follow(ApiServer server, String tenant) {
        var token = Tokens.of(tenant);
        var job = server.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}));
        return server.follow(token, "/v1/jobs/" + job.id() + "/events");
    }

    private static void assertRefused(Events events, int status, String code) throws IOException {
        try (events) {
            var answer = events.whole();
            assertProblem(answer, status, code);
            assertThat(answer.header("Retry-After")).isPresent();
        }
    }

    private Events follow(UUID id) {
        return API.follow(token, "/v1/jobs/" + id + "/events");
    }

    private static Event next(Events events) throws IOException {
        return Objects.requireNonNull(events.next(), "the stream has ended");
    }

    private String job(UUID id) {
        return API.get(token, "/v1/jobs/" + id).text();
    }

    private UUID single() {
        return remember(
                API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id());
    }

    private UUID bulk(int pairs) {
        var stems = IntStream.range(0, pairs).mapToObj(n -> "pair" + n).toArray(String[]::new);
        return remember(API.postZip(token, Zip.ofPairs(stems)).id());
    }

    private UUID remember(UUID job) {
        jobs.add(job);
        return job;
    }
}
