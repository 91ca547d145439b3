package io.facematch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.facematch.chaos.FacematchProcess.Kind;
import io.facematch.chaos.FailPoints.Point;
import io.facematch.chaos.History.Answer;
import io.facematch.chaos.failpoint.Hits;
import io.facematch.testing.Form;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to the API: it ends between any two steps, is restarted under load, and has no room for an upload. */
@Tag("chaos")
class ApiFaultsIT {
    private static final int PAIRS = 40;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.start(folder);
        installation.startWorker().awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
    }

    static Stream<Arguments> moments() {
        return FailPoints.OF_AN_API.stream()
                .flatMap(point -> Stream.of(1, 7)
                        // The others are reached once in a submission.
                        .filter(hit -> hit == 1 || List.of("A1", "A5").contains(point.name()))
                        .map(hit -> Arguments.of(point, hit)));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void anApiThatEndsBetweenTwoStepsLosesNothing(Point moment, int hit) throws Exception {
        oneThatEnds(moment, hit, "kept");
    }

    static Stream<Arguments> momentsWithoutKeeping() {
        return FailPoints.OF_AN_API_THAT_KEEPS_NOTHING.stream().map(point -> Arguments.of(point, 1));
    }

    @ParameterizedTest
    @MethodSource("momentsWithoutKeeping")
    void anApiThatKeepsNothingAndEndsLosesNothingEither(Point moment, int hit) throws Exception {
        installation.set("FACEMATCH_SUBMISSION_ACCEPT_AFTER", "published");
        try {
            oneThatEnds(moment, hit, "published");
        } finally {
            installation.set("FACEMATCH_SUBMISSION_ACCEPT_AFTER", "kept");
        }
    }

    /** A client sends to it first, and then, with the same key, to another one, unless it was accepted before. */
    private static void oneThatEnds(Point moment, int hit, String acceptAfter) throws Exception {
        var point = installation.at(moment, hit);
        var doomed = installation.startAnotherApi(point).awaitReady();
        var invariants = Invariants.of(installation).remember();
        holdOthersUntilItEnds(doomed);
        var job = installation
                .history()
                .submitUntilAccepted(
                        () -> doomed.isAlive() ? doomed.address() : installation.api(),
                        installation.photos().archive(PAIRS),
                        PAIRS);
        assertThat(doomed.awaitEnd(Duration.ofMinutes(2))).as(doomed.log()).isEqualTo(Hits.HALTED);
        assertThat(point.report()).exists();
        var died = System.nanoTime();
        installation.awaitEnd(job);

        Report.survived(
                moment.name(),
                moment.moment() + ", at time " + hit + ", accepted when " + acceptAfter,
                Report.since(died));
        awaitNoneUnfinished();
        invariants.hold();
    }

    /** So that nobody else does first what it is to end at. */
    private static void holdOthersUntilItEnds(FacematchProcess doomed) throws IOException {
        for (var other : installation.alive(Kind.API)) {
            if (other != doomed) {
                other.hold();
                doomed.whenItEnds(other::goOn);
            }
        }
    }

    /** Also T29: what was downloaded in two attempts is what one attempt gives. */
    @Test
    void anApiThatEndsWhileItSendsResultsLeavesNoHalfOfThem() throws Exception {
        var job = installation.submit(PAIRS);
        installation.awaitEnd(job);
        var doomed =
                installation.startAnotherApi(installation.at(FailPoints.A8, 25)).awaitReady();
        var path = "/v1/jobs/" + job + "/results";
        assertThatThrownBy(() -> download(doomed.address(), path)).isInstanceOf(IOException.class);
        assertThat(doomed.awaitEnd(Duration.ofMinutes(1))).isEqualTo(Hits.HALTED);

        assertThat(download(installation.api(), path)).isNotEmpty().isEqualTo(download(installation.api(), path));
        Report.line("A8, T29 | the API ends while it sends results | repeated, the same bytes");
        Invariants.of(installation).hold();
    }

    private static byte[] download(URI api, String path) throws IOException, InterruptedException {
        var history = installation.history();
        return history.http()
                .send(history.request(api, path).build(), BodyHandlers.ofByteArray())
                .body();
    }

    /** The keys of the names and the names go together or not at all. */
    @Test
    void anApiThatEndsWhileItForgetsNamesForgetsThemLater() throws Exception {
        var job = installation.submit(3);
        installation.awaitEnd(job);
        Invariants.of(installation).hold();
        installation.history().forget(job);
        installation
                .database()
                .sql("update job set purge_at = now() - interval '1 minute' where id = ?")
                .param(job)
                .update();
        // It may be the other one that sweeps first.
        installation.alive(Kind.API).forEach(FacematchProcess::terminate);
        var doomed = installation
                .startAnotherApi(installation.at(FailPoints.A9_NAMES, 1))
                .awaitReady();
        assertThat(doomed.awaitEnd(Duration.ofMinutes(2))).isEqualTo(Hits.HALTED);
        assertThat(labelsOf(job)).as("names, and the key that opens them").isEqualTo("3 1");
        installation.startApi().awaitReady();
        var back = System.nanoTime();
        await().atMost(Duration.ofMinutes(2)).until(() -> labelsOf(job).equals("0 0"));

        Report.survived("A9", FailPoints.A9_NAMES.moment(), Report.since(back));
    }

    private static String labelsOf(UUID job) {
        return installation
                .database()
                .sql("select (select count(sealed_labels) from pair where job_id = :job) || ' ' ||"
                        + " (select count(*) from job_key where job_id = :job)")
                .param("job", job)
                .query(String.class)
                .single();
    }

    /** A receiver is told once more, under the same id, rather than never. */
    @Test
    void anApiThatEndsAfterItSentAWebhookSendsItOnceMore() throws Exception {
        var received = new LinkedBlockingQueue<String>();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("webhook-id") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            var doomed = installation
                    .startAnotherApi(installation.at(FailPoints.A10, 1))
                    .awaitReady();
            var history = installation.history();
            var endpoint = history.json(history.request(doomed.address(), "/v1/webhooks")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"url\": \"http://127.0.0.1:%d/\"}"
                            .formatted(receiver.getAddress().getPort()))));
            holdOthersUntilItEnds(doomed);
            var job = history.submitUntilAccepted(
                    doomed::address, installation.photos().archive(5), 5);
            assertThat(doomed.awaitEnd(Duration.ofMinutes(2))).as(doomed.log()).isEqualTo(Hits.HALTED);
            var died = System.nanoTime();
            var first = received.poll(1, TimeUnit.MINUTES);
            var second = received.poll(3, TimeUnit.MINUTES);

            Report.survived("A10", FailPoints.A10.moment(), Report.since(died));
            assertThat(first).contains(job.toString()).isEqualTo(second);
            history.send(history.request(
                            installation.api(),
                            "/v1/webhooks/" + endpoint.path("id").asString())
                    .DELETE());
            Invariants.of(installation).hold();
        } finally {
            receiver.stop(0);
        }
    }

    /** Two APIs and three workers are told to end, one by one, and others started: as a deployment of a new version. */
    @Test
    void aRollingRestartUnderLoadLeavesNoRequestWithoutAnAnswer() throws Exception {
        var apis = new CopyOnWriteArrayList<>(installation.alive(Kind.API));
        apis.add(installation.startAnotherApi().awaitReady());
        var workers = new ArrayList<>(installation.alive(Kind.WORKER));
        while (workers.size() < 3) {
            workers.add(installation.startWorker().awaitReady());
        }
        var enough = new AtomicBoolean();
        var broken = new CopyOnWriteArrayList<String>();
        var answers = new ConcurrentHashMap<String, AtomicInteger>();
        try (var load = Load.on(installation, 60)) {
            var asking = new ArrayList<Future<?>>();
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int client = 0; client < 2; client++) {
                    var first = client;
                    asking.add(clients.submit(() -> {
                        for (int n = first; !enough.get(); n++) {
                            compare(apis, n, answers, broken);
                        }
                        return null;
                    }));
                }
                try {
                    for (int n = 0; n < 2; n++) {
                        apis.add(installation.startAnotherApi().awaitReady());
                        // Asked until it has ended, as behind a proxy that does not know yet.
                        var old = apis.getFirst();
                        endInOrder(old);
                        apis.remove(old);
                    }
                    for (int n = 0; n < 3; n++) {
                        workers.add(installation.startWorker().awaitReady());
                        endInOrder(workers.removeFirst());
                    }
                } finally {
                    enough.set(true);
                }
                for (var client : asking) {
                    client.get();
                }
            }
            // Where the load goes, and the other tests.
            var healed = System.nanoTime();
            installation.startApi().awaitReady();
            apis.forEach(FacematchProcess::terminate);
            var jobs = load.finish();

            Report.survived(
                    "T25",
                    "two APIs and three workers restarted one by one; single pairs: " + answers,
                    Report.since(healed));
            assertThat(jobs)
                    .as("jobs with pairs that were compared again though they had an outcome")
                    .allSatisfy(job -> assertThat(new Transitions(installation.database()).comparedAgain(job))
                            .isEmpty());
        }
        assertThat(broken)
                .as("single pairs that were taken and not answered, or not taken at all")
                .isEmpty();
        assertThat(answers.keySet()).isSubsetOf("200", "202", "503", "not connected", "connection closed");
        Invariants.of(installation).hold();
    }

    private static void endInOrder(FacematchProcess process) throws InterruptedException {
        process.terminate();
        assertThat(process.awaitEnd(Duration.ofSeconds(60))).isEqualTo(143);
    }

    /**
     * As a proxy does it: an API that takes no connection any more is left for another one, and so is one that closes a
     * connection just when a request is sent on it. A pair that it had taken by then would be a broken request: its key tells.
     */
    private static void compare(
            List<FacematchProcess> apis, int first, Map<String, AtomicInteger> answers, List<String> broken)
            throws InterruptedException {
        var history = installation.history();
        var key = UUID.randomUUID().toString();
        for (int attempt = 0; attempt < 5; attempt++) {
            var all = List.copyOf(apis);
            var api = all.get((first + attempt) % all.size()).address();
            try {
                var response = history.send(Form.pair(
                                installation.photos().probe(),
                                installation.photos().reference())
                        .postTo(history.request(api, "/v1/jobs"))
                        .header("Prefer", "wait=20")
                        .header("Idempotency-Key", key));
                count(answers, Integer.toString(response.statusCode()));
                if (response.statusCode() == 409
                        || response.headers().firstValue("Idempotent-Replayed").isPresent()) {
                    broken.add("a connection was closed though its pair had been taken");
                }
                if (response.statusCode() == 200 || response.statusCode() == 202) {
                    history.acknowledge(response.body(), 1);
                }
                return;
            } catch (ConnectException closed) {
                count(answers, "not connected");
            } catch (IOException e) {
                count(answers, "connection closed");
            }
        }
        broken.add("five attempts failed");
    }

    private static void count(Map<String, AtomicInteger> answers, String answer) {
        answers.computeIfAbsent(answer, first -> new AtomicInteger()).incrementAndGet();
    }

    /** A disk of its own, so only root can. An API leaves 512 MiB of it free, and so has 2 MiB. */
    @Test
    void anUploadThatTheDiskHasNoRoomForIsRefusedAndLeavesNothing() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a small disk");
        var small = Files.createDirectory(folder.resolve("small-disk"));
        Commands.run(folder, Map.of(), "mount", "-t", "tmpfs", "-o", "size=514m", "tmpfs", small.toString());
        try {
            installation.set("FACEMATCH_SUBMISSION_SPOOL_DIRECTORY", small.toString());
            var cramped = installation.startAnotherApi().awaitReady();
            var archive = installation.photos().archive(PAIRS * 4);
            var answer = installation
                    .history()
                    .submit(
                            cramped.address(),
                            archive,
                            PAIRS * 4,
                            UUID.randomUUID().toString());
            assertThat(answer).isIn(new Answer.Refused(503), new Answer.Refused(507));
            try (var left = Files.list(small)) {
                assertThat(left.map(file -> file.getFileName().toString()))
                        .as("nothing of the upload is left")
                        .allMatch(name -> name.equals("folder.id") || name.startsWith("process-"));
            }
            var job = installation
                    .history()
                    .submitUntilAccepted(cramped::address, installation.photos().archive(5), 5);
            installation.awaitEnd(job);
            cramped.close();

            Report.line("T26 | no room on the disk for an upload | " + answer + ", nothing left, the next is accepted");
            Invariants.of(installation).hold();
        } finally {
            installation.set(
                    "FACEMATCH_SUBMISSION_SPOOL_DIRECTORY",
                    folder.resolve("spool").toString());
            installation.alive(Kind.API).stream().skip(1).forEach(FacematchProcess::terminate);
            Commands.run(folder, Map.of(), "umount", "-l", small.toString());
        }
    }

    /** As with a clock that is an hour ahead in another process: it takes the job for one that nobody works on any more. */
    @Test
    void aSubmissionWhoseLeaseIsTakenAwayLosesNothing() throws Exception {
        var other = installation.startAnotherApi().awaitReady();
        installation.toBroker().slow(Duration.ofMillis(20));
        try (var client = Executors.newVirtualThreadPerTaskExecutor()) {
            var submitted = client.submit(() -> installation.submit(150));
            await().atMost(Duration.ofMinutes(1)).until(() -> takeLeases() > 0);
            // Two processes take it from each other, again and again.
            await().atMost(Duration.ofMinutes(2)).until(() -> takeLeases() == 0);
            installation.toBroker().heal();
            var healed = System.nanoTime();
            installation.awaitEnd(submitted.get());

            Report.survived(
                    "T18, T27", "the lease of a submission taken away while it is published", Report.since(healed));
        }
        awaitNoneUnfinished();
        other.close();
        Invariants.of(installation).hold();
    }

    private static int takeLeases() {
        return installation
                .database()
                .sql("update job_archive a set lease_until = now() - interval '1 hour' from job j"
                        + " where j.id = a.job_id and j.state = 'RUNNING' and a.next_pair < j.total")
                .update();
    }

    @Test
    void smallJobsDoNotWaitForALargeOne() throws Exception {
        var large = installation.submit(300);
        var started = System.nanoTime();
        for (int n = 0; n < 10; n++) {
            installation.awaitEnd(installation.submit(3));
        }
        assertThat(installation.state(large))
                .as("the large one, when the small ones are done")
                .isEqualTo("RUNNING");
        Report.line("T31 | ten jobs of 3 pairs behind one of 300 | "
                + Report.since(started).toSeconds() + " s for all ten, the large one still running");
        installation.awaitEnd(large);
        Invariants.of(installation).hold();
    }

    /** A submission that was interrupted is noticed when its lease has run out. */
    private static void awaitNoneUnfinished() {
        await("interrupted submissions fail")
                .atMost(Duration.ofSeconds(90))
                .until(() -> installation
                                .database()
                                .sql("select count(*) from job where state in ('ENQUEUING', 'RUNNING')")
                                .query(Long.class)
                                .single()
                        == 0);
    }
}
