package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.facematch.epoch.Purpose;
import io.facematch.face.FaceEngine;
import io.facematch.face.decoding.ImageDecoder;
import io.facematch.job.JobState;
import io.facematch.job.ModelUses;
import io.facematch.job.OpenJob;
import io.facematch.job.Outcome.Photo;
import io.facematch.job.Outcome.Photos;
import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import io.facematch.payload.ImagePair;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.queue.PublishedPair;
import io.facematch.queue.Topology;
import io.facematch.testing.TestBroker;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import io.facematch.verification.FileFormat;
import io.facematch.verification.OperatingPoint;
import io.facematch.worker.FaultyDataSource;
import io.facematch.worker.WorkerConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole worker, with the built-in models, between a real broker and a real database. */
@Timeout(120)
class ComparisonIT {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestJobs JOBS = new TestJobs(DATABASE.pool(10));
    private static final String LANE = Topology.lane(3);
    private static final List<@Nullable Integer> UPRIGHT = List.of(480, 640);

    private static ConfigurableApplicationContext worker;
    private static Connection connection;
    private static Channel channel;
    private static byte[] selfie;
    private static byte[] portrait;
    private static byte[] stranger;

    @BeforeAll
    static void start() throws Exception {
        var broker = new ConnectionFactory();
        broker.setUri(TestBroker.uri());
        connection = broker.newConnection("test");
        channel = connection.createChannel();
        // As an API does.
        Topology.declare(channel);
        selfie = sample("person01_selfie.jpg");
        portrait = sample("person01_id.jpg");
        stranger = sample("person05_id.jpg");
        var application = new SpringApplication(WorkerConfiguration.class, Faults.class);
        var settings = new ArrayList<>(DATABASE.login(TestDatabase.User.WORKER));
        settings.addAll(List.of(
                "--facematch.database.url=" + DATABASE.jdbcUrl(),
                "--spring.rabbitmq.addresses=" + TestBroker.uri(),
                "--facematch.master.key=" + TestJobs.MASTER_KEY,
                "--facematch.keys.folder=" + JOBS.keyFolder,
                "--facematch.worker.threads=2",
                "--facematch.embedder=",
                "--server.port=0"));
        worker = application.run(settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws IOException {
        worker.close();
        connection.close();
    }

    /** Puts a database that fails on demand in the place of the pool. */
    @Configuration(proxyBeanMethods = false)
    static class Faults {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        static BeanPostProcessor faultyDatabase() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource pool && !(bean instanceof FaultyDataSource)
                            ? new FaultyDataSource(pool)
                            : bean;
                }
            };
        }
    }

    @Test
    void comparesEveryPairOfAJob() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 4);

        publish(LANE, job, 0, sealed(job, 0, selfie, portrait));
        publish(LANE, job, 1, sealed(job, 1, selfie, stranger));
        publish(LANE, job, 2, sealed(job, 2, new byte[0], portrait));
        publish(LANE, job, 3, sealed(job, 3, selfie, "no image".getBytes(StandardCharsets.US_ASCII)));

        awaitCompleted(job);
        assertThat(JOBS.countersOf(job))
                .isEqualTo(Map.of("matched", 1, "not_matched", 1, "empty_image", 1, "invalid_image", 1, "done", 4));
        assertThat(JOBS.keys.find(job.id(), Purpose.PAYLOAD)).isEmpty();
        assertAllAcknowledged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/liveness", "/readiness"})
    void tellsItsHealth(String group) throws Exception {
        var port = worker.getEnvironment().getRequiredProperty("local.server.port");
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health" + group))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("UP");
        }
    }

    @Test
    void putsOnRecordWhichModelsCompare() {
        var models = worker.getBean(FaceEngine.class).models();

        var uses = new ModelUses(JOBS.jdbc).all();

        assertThat(uses).singleElement().satisfies(use -> {
            assertThat(use.embedder()).isEqualTo(models.embedder());
            assertThat(use.embedderSha256()).isEqualTo(models.embedderSha256());
            assertThat(use.detector()).isEqualTo(models.detector());
            assertThat(use.detectorSha256()).isEqualTo(models.detectorSha256());
            assertThat(use.calibration()).isEqualTo(models.calibration());
            assertThat(use.calibratedWithThisDetector()).isEqualTo(models.calibratedWithThisDetector());
            assertThat(use.embedderCardSha256())
                    .isEqualTo(models.embedderModel().cardSha256());
            assertThat(use.calibrationSha256()).isEqualTo(models.deciding().sha256());
            assertThat(use.isCurrent(Instant.now())).isTrue();
        });
    }

    @Test
    void keepsWhatItSawOfTheFaces() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 3);

        publish(LANE, job, 0, sealed(job, 0, selfie, portrait));
        publish(LANE, job, 1, sealed(job, 1, portrait, selfie));
        publish(LANE, job, 2, sealed(job, 2, new byte[0], portrait));

        awaitCompleted(job);
        var faces = facesOf(job);
        var probe = faces.getFirst();
        assertThat(probe.get("width").asInt()).isEqualTo(480);
        assertThat(probe.get("height").asInt()).isEqualTo(640);
        assertThat(probe.get("faces_found").asInt()).isEqualTo(1);
        assertThat(probe.get("rotation_applied").asInt()).isZero();
        assertThat(probe.get("confidence").asDouble()).isBetween(0.5, 1.0);
        var box = probe.get("box");
        var left = box.get("x").asDouble();
        var top = box.get("y").asDouble();
        for (var point : probe.get("landmarks")) {
            assertThat(point.get(0).asDouble())
                    .isBetween(left, left + box.get("width").asDouble());
            assertThat(point.get(1).asDouble())
                    .isBetween(top, top + box.get("height").asDouble());
        }
        var landmarks = probe.get("landmarks");
        assertThat(landmarks.get(0).get(0).asDouble())
                .as("the right eye is on the image's left")
                .isLessThan(landmarks.get(1).get(0).asDouble());
        var quality = probe.get("quality");
        assertThat(quality.get("overall").asDouble())
                .isEqualTo(Stream.of("size", "sharpness", "exposure", "pose")
                        .mapToDouble(part -> quality.get(part).asDouble())
                        .min()
                        .orElseThrow());
        // Probe and reference of the pair, of the same images swapped, and of a pair with one empty image.
        assertThat(faces.subList(2, 5))
                .containsExactly(faces.get(1), probe, JsonMapper.shared().nullNode());
        assertThat(faces.get(5)).isEqualTo(faces.get(1));
    }

    @Test
    void keepsWhatThePhotosWere() throws Exception {
        JOBS.tenantKeys.makePhotos("acme");
        var text = "no image".getBytes(StandardCharsets.US_ASCII);
        var noFace = sample("fixture_no_face.jpg");
        var job = JOBS.job(JobState.RUNNING, 4);

        publish(LANE, job, 0, sealed(job, 0, selfie, portrait));
        publish(LANE, job, 1, sealed(job, 1, noFace, png(portrait)));
        publish(LANE, job, 2, sealed(job, 2, text, selfie));
        publish(LANE, job, 3, sealed(job, 3, new byte[0], selfie));

        awaitCompleted(job);
        var photos = photosOf(job);
        List<@Nullable Integer> sizeless = Arrays.asList(null, null);
        assertPhoto(photos.get(0).probe(), FileFormat.JPEG, selfie, UPRIGHT);
        assertPhoto(photos.get(0).reference(), FileFormat.JPEG, portrait, UPRIGHT);
        assertPhoto(photos.get(1).probe(), FileFormat.JPEG, noFace, sizeOf(noFace));
        assertPhoto(photos.get(1).reference(), FileFormat.PNG, png(portrait), UPRIGHT);
        assertPhoto(photos.get(2).probe(), null, text, sizeless);
        assertPhoto(photos.get(2).reference(), FileFormat.JPEG, selfie, UPRIGHT);
        assertPhoto(photos.get(3).probe(), null, new byte[0], sizeless);
        assertThat(JOBS.jdbc
                        .sql("select distinct encode(trace_id, 'hex') from outcome where job_id = ?")
                        .param(job.id())
                        .query(String.class)
                        .single())
                .isEqualTo(Objects.requireNonNull(job.traceId()).hex());
    }

    private static void assertPhoto(
            @Nullable Photo photo, @Nullable FileFormat format, byte[] file, List<@Nullable Integer> size)
            throws IOException {
        var digest = JOBS.tenantKeys.findPhotos("acme").orElseThrow().digest(ByteBuffer.wrap(file));
        assertThat(photo).isEqualTo(new Photo(format, file.length, size.get(0), size.get(1), digest));
    }

    private static List<@Nullable Integer> sizeOf(byte[] photo) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(photo));
        return Arrays.asList(image.getWidth(), image.getHeight());
    }

    private static byte[] png(byte[] photo) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(ImageIO.read(new ByteArrayInputStream(photo)), "png", out);
        return out.toByteArray();
    }

    private static List<Photos> photosOf(OpenJob job) {
        return JOBS.stored.page(job.id(), job.acceptedOn(), -1, 100, null).stream()
                .map(pair -> pair.outcome().orElseThrow().photos())
                .toList();
    }

    private static List<JsonNode> facesOf(OpenJob job) {
        return JOBS
                .jdbc
                .sql("select probe_face, reference_face from outcome where job_id = ? order by pair_index")
                .param(job.id())
                .query((row, n) -> Stream.of(row.getString(1), row.getString(2))
                        .map(face -> JsonMapper.shared().readTree(face == null ? "null" : face)))
                .list()
                .stream()
                .flatMap(pair -> pair)
                .toList();
    }

    @Test
    void countsPairsThatArriveTwiceOnce() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 12);
        var indexes = new ArrayList<Integer>();
        for (int index = 0; index < 12; index++) {
            indexes.addAll(List.of(index, index, index));
        }
        Collections.shuffle(indexes, new Random(7));

        for (var index : indexes) {
            publish(LANE, job, index, sealed(job, index, new byte[0], portrait));
        }

        awaitCompleted(job);
        assertAllAcknowledged();
        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("empty_image", 12, "done", 12));
    }

    /** Each body comes with headers that its own job's key proves, but is not what this pair was sealed as. */
    @Test
    void dropsWhatDoesNotOpenAndWhatNoJobWaitsFor() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 8);
        var other = JOBS.job(JobState.RUNNING, 1);
        var body = sealed(job, 0, selfie, portrait);
        var wrongTag = body.clone();
        wrongTag[wrongTag.length - 1] ^= 1;
        var unknownVersion = body.clone();
        unknownVersion[0] = 9;
        var before = forged();

        publish(LANE, job, 0, wrongTag);
        publish(LANE, job, 1, body);
        publish(LANE, job, 2, Arrays.copyOf(body, body.length / 2));
        publish(LANE, job, 3, new byte[0]);
        publish(LANE, job, 4, unknownVersion);
        publish(LANE, job, 5, sealed(other, 0, selfie, portrait));
        publish(LANE, job, 6, PayloadCipher.sealNames(keyOf(job), new SealContext("acme", job.id(), 6), "names"));
        publish(LANE, job, 8, sealed(job, 8, new byte[0], new byte[0]));
        publish(LANE, unknownJob(), 0, body);
        channel.basicPublish(Topology.COMPARISONS, LANE, new BasicProperties(), new byte[] {1});
        publish(LANE, job, 7, sealed(job, 7, new byte[0], portrait));

        await().until(() -> JOBS.outcomesOf(job).equals(List.of(7)));
        assertAllAcknowledged();
        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("empty_image", 1, "done", 1));
        assertThat(JOBS.doneOf(other)).isZero();
        assertThat(forged() - before).isEqualTo(9);
    }

    private static double forged() {
        return worker.getBean(MeterRegistry.class)
                .get("facematch.messages.forged")
                .counter()
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"facematch.bulk.3", "facematch.single", "facematch.suspect", "facematch.dead"})
    void givesNoForgedMessageAnOutcome(String queue) throws Exception {
        var job = JOBS.job(JobState.RUNNING, 7);
        var body = sealed(job, 0, new byte[0], portrait);
        var genuine = message(job, 0, body, null).properties();
        var headers = Objects.requireNonNull(genuine.getHeaders());

        forge(queue, genuine, without(headers, "facematch-proof"), body);
        forge(queue, genuine, with(headers, "facematch-proof", new byte[32]), body);
        forge(queue, genuine, with(headers, "facematch-proof", "proof"), body);
        forge(queue, genuine, with(headers, "facematch-pair", 1), body);
        forge(queue, genuine, with(headers, "facematch-published", 1L), body);
        forge(queue, genuine, with(headers, "facematch-deadline", 1L), body);
        forge(queue, genuine.builder().replyTo("amq.elsewhere").build(), headers, body);
        forge(queue, genuine, headers, new byte[0]);
        forge(queue, genuine, headers, sealed(job, 0, new byte[0], portrait));
        forge(queue, genuine, with(without(headers, "facematch-proof"), "x-death", deaths()), body);
        // Written by anybody but the broker, it says nothing.
        forge(
                queue,
                message(job, 0, body, Instant.EPOCH).properties(),
                with(without(headers, "facematch-proof"), "x-first-death-reason", "expired"),
                new byte[] {1});

        assertAllAcknowledged();
        assertThat(JOBS.outcomesOf(job)).isEmpty();
        assertThat(attemptsOf(job)).containsOnly(0);
    }

    private static PublishedPair message(OpenJob job, int index, byte[] body, @Nullable Instant deadline) {
        return PublishedPair.of(
                keyOf(job), job.tenant(), new PairId(job.id(), index), body, Instant.now(), null, deadline);
    }

    private static void forge(String queue, BasicProperties genuine, Map<String, Object> headers, byte[] body)
            throws IOException {
        channel.basicPublish(
                Topology.COMPARISONS, queue, genuine.builder().headers(headers).build(), body);
    }

    private static List<Map<String, Object>> deaths() {
        return List.of(Map.of("reason", "expired", "queue", Topology.SINGLE, "count", 1L));
    }

    private static Map<String, Object> with(Map<String, Object> headers, String name, Object value) {
        var changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, Object> without(Map<String, Object> headers, String name) {
        var changed = new HashMap<>(headers);
        changed.remove(name);
        return changed;
    }

    @Test
    void dropsPairsOfAJobThatIsOver() throws Exception {
        var job = JOBS.job(JobState.CANCELLED, 2);
        JOBS.keys.delete(Set.of(job.id()), Purpose.PAYLOAD);

        publish(LANE, job, 0, sealed(job, 0, selfie, portrait));
        publish(Topology.SUSPECT, job, 1, sealed(job, 1, selfie, portrait));

        assertAllAcknowledged();
        assertThat(JOBS.outcomesOf(job)).isEmpty();
    }

    /** The key of the job is known from another pair, so the pair is opened although its job is over. */
    @Test
    void endsAPairThatIsBeingComparedWhenItsJobEnds() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 3);
        publish(LANE, job, 0, sealed(job, 0, new byte[0], portrait));
        await().until(() -> JOBS.doneOf(job) == 1);
        JOBS.keys.delete(Set.of(job.id()), Purpose.PAYLOAD);

        publish(LANE, job, 1, sealed(job, 1, largePhoto(), portrait));

        assertAllAcknowledged();
        assertThat(JOBS.outcomesOf(job)).containsExactly(0);
    }

    @Test
    void leavesAPairToAnotherThreadWhenItsOwnIsInterrupted() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 2);

        publish(LANE, job, 0, sealed(job, 0, new byte[0], portrait));
        publish(LANE, job, 1, sealed(job, 1, largePhoto(), portrait));
        await().until(ComparisonIT::interruptsTheOneThatDecodes);

        awaitCompleted(job);
        assertAllAcknowledged();
        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("empty_image", 1, "no_face_detected", 1, "done", 2));
        assertThat(attemptsOf(job)).containsExactly(0, 1);
    }

    private static boolean interruptsTheOneThatDecodes() {
        var decoding = Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("laneContainer"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(call -> call.getClassName().equals(ImageDecoder.class.getName())))
                .map(Map.Entry::getKey)
                .findFirst();
        decoding.ifPresent(Thread::interrupt);
        return decoding.isPresent();
    }

    /** 40 megapixels of 64 bits, which take seconds. */
    private static byte[] largePhoto() throws IOException {
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 8000, 5000, 4, new Point());
        var colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        var file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(colours, raster, false, null), "png", file);
        return file.toByteArray();
    }

    @Test
    void comparesRedeliveredPairsApart() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 3);
        redelivered("laneContainer", LANE, () -> {
            publish(LANE, job, 0, sealed(job, 0, selfie, portrait));
            publish(LANE, job, 1, sealed(job, 1, selfie, stranger));
        });
        publish(LANE, job, 2, sealed(job, 2, new byte[0], portrait));

        awaitCompleted(job);
        assertAllAcknowledged();
        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("matched", 1, "not_matched", 1, "empty_image", 1, "done", 3));
        assertThat(attemptsOf(job)).containsExactly(1, 1, 0);
    }

    @Test
    void givesUpAPairThatDidNotSurviveTwoAttempts() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 2);
        JOBS.jdbc
                .sql("update pair set attempts = pair_index + 1 where job_id = ?")
                .param(job.id())
                .update();

        publish(Topology.SUSPECT, job, 0, sealed(job, 0, selfie, portrait));
        publish(Topology.SUSPECT, job, 1, sealed(job, 1, selfie, portrait));

        awaitCompleted(job);
        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("matched", 1, "error", 1, "done", 2));
        assertThat(faultsOf(job)).containsExactly("PROCESSING_CRASH");
    }

    @Test
    void countsAnAttemptOnceWhenTheAnswerToItsRecordIsLost() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        worker.getBean(FaultyDataSource.class).loseAnswersOnPair(1);

        publish(Topology.SUSPECT, job, 0, sealed(job, 0, selfie, portrait));

        awaitCompleted(job);
        assertThat(attemptsOf(job)).containsExactly(1);
    }

    @Test
    void tellsWhoWaitsForASinglePair() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        var replies = replyQueue();

        send(Topology.SINGLE, job, 0, sealed(job, 0, selfie, portrait), replies, null);

        assertReply(replies, job);
        assertThat(JOBS.stateOf(job)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void tellsWhoWaitsForASinglePairThatWasRedelivered() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        var replies = replyQueue();

        redelivered(
                "singleContainer",
                Topology.SINGLE,
                () -> send(Topology.SINGLE, job, 0, sealed(job, 0, selfie, portrait), replies, null));

        assertReply(replies, job);
        assertThat(attemptsOf(job)).containsExactly(1);
    }

    @Test
    void storesThatAPairExpired() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        var container = worker.getBean("singleContainer", SimpleMessageListenerContainer.class);
        container.stop();

        send(Topology.SINGLE, job, 0, sealed(job, 0, selfie, portrait), null, Duration.ofMillis(1));

        awaitCompleted(job);
        container.start();
        assertThat(faultsOf(job)).containsExactly("DEADLINE_PASSED");
    }

    @Test
    void comparesAPairThatTheBrokerGaveUp() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        var body = sealed(job, 0, new byte[0], portrait);
        var message = message(job, 0, body, null);

        // As the broker hands it over.
        forge(
                Topology.DEAD,
                message.properties(),
                with(Objects.requireNonNull(message.properties().getHeaders()), "x-death", deaths()),
                body);

        awaitCompleted(job);
        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("empty_image", 1, "done", 1));
        assertThat(attemptsOf(job)).containsExactly(1);
    }

    @Test
    void tellsThatTheKeyOfAnEpochIsLost() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        var neighbour = JOBS.job(JobState.RUNNING, 1);
        var epoch = UUID.randomUUID();
        JOBS.jdbc
                .sql("insert into key_epoch values (?, 'PAYLOAD', now())")
                .param(epoch)
                .update();
        JOBS.jdbc
                .sql("update job_key set epoch = ? where job_id = ?")
                .params(epoch, job.id())
                .update();

        publish(LANE, job, 0, sealed(job, 0, selfie, portrait));
        publish(LANE, neighbour, 0, sealed(neighbour, 0, new byte[0], portrait));

        awaitCompleted(job);
        awaitCompleted(neighbour);
        assertThat(faultsOf(job)).containsExactly("KEY_LOST");
        assertThat(faultsOf(neighbour)).isEmpty();
    }

    @Test
    void endsAPairWhoseKeyIsSpoiledWithoutHarmToItsNeighbours() throws Exception {
        var spoiled = JOBS.job(JobState.RUNNING, 1);
        var job = JOBS.job(JobState.RUNNING, 6);
        JOBS.jdbc
                .sql("update job_key set wrapped = '\\x00' where job_id = ?")
                .param(spoiled.id())
                .update();

        for (int index = 0; index < 6; index++) {
            publish(LANE, job, index, sealed(job, index, new byte[0], portrait));
            if (index == 2) {
                publish(LANE, spoiled, 0, sealed(spoiled, 0, selfie, portrait));
            }
        }

        awaitCompleted(job);
        assertThat(attemptsOf(job)).containsOnly(0);
        awaitCompleted(spoiled);
        assertThat(faultsOf(spoiled)).containsExactly("KEY_LOST");
        assertAllAcknowledged();
    }

    @Test
    void holdsItsOutcomesWhileTheDatabaseIsAway() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 8);
        var database = worker.getBean(FaultyDataSource.class);
        database.refuse(6);
        database.breakCommits(2);

        for (int index = 0; index < 8; index++) {
            publish(LANE, job, index, sealed(job, index, new byte[0], portrait));
        }

        awaitCompleted(job);
        assertAllAcknowledged();
        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("empty_image", 8, "done", 8));
        // Nothing went back to the broker meanwhile.
        assertThat(attemptsOf(job)).containsOnly(0);
    }

    @Test
    void losesNothingWhenConsumersAreStoppedInTheMiddle() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 40);
        var container = worker.getBean("laneContainer", SimpleMessageListenerContainer.class);
        for (int index = 0; index < 40; index++) {
            publish(LANE, job, index, sealed(job, index, selfie, portrait));
        }
        await().pollInterval(Duration.ofMillis(5)).until(() -> JOBS.doneOf(job) > 0);

        container.stop();
        assertThat(JOBS.stateOf(job)).isEqualTo(JobState.RUNNING);
        container.start();

        awaitCompleted(job);
        assertAllAcknowledged();
        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("matched", 40, "done", 40));
    }

    private interface Publishing {
        void run() throws Exception;
    }

    /** Publishes while the consumers are stopped, takes what arrived, and dies with it. */
    private static void redelivered(String containerName, String queue, Publishing publishing) throws Exception {
        var container = worker.getBean(containerName, SimpleMessageListenerContainer.class);
        container.stop();
        publishing.run();
        var dying = connection.createChannel();
        await().until(() -> dying.basicGet(queue, false) != null);
        await().until(() -> dying.basicGet(queue, false) == null);
        dying.abort();
        container.start();
    }

    private static void awaitCompleted(OpenJob job) {
        await().atMost(Duration.ofSeconds(60)).until(() -> JOBS.stateOf(job) == JobState.COMPLETED);
    }

    /** Nothing waits in a queue, and nothing comes back when its consumer ends. */
    private static void assertAllAcknowledged() throws IOException {
        var queues = Topology.queues();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            for (var queue : queues) {
                if (channel.messageCount(queue) > 0) {
                    return false;
                }
            }
            return true;
        });
        var containers =
                worker.getBeansOfType(SimpleMessageListenerContainer.class).values();
        containers.forEach(SimpleMessageListenerContainer::stop);
        for (var queue : queues) {
            assertThat(channel.messageCount(queue)).as(queue).isZero();
        }
        containers.forEach(SimpleMessageListenerContainer::start);
    }

    private static String replyQueue() throws IOException {
        var queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.REPLIES, queue);
        return queue;
    }

    private static void assertReply(String replies, OpenJob job) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var reply = channel.basicGet(replies, true);
            assertThat(reply).isNotNull();
            assertThat(new String(reply.getBody(), StandardCharsets.US_ASCII))
                    .isEqualTo(job.id().toString());
        });
    }

    private static List<String> faultsOf(OpenJob job) {
        return JOBS.jdbc
                .sql("select fault from outcome where job_id = ? and fault is not null")
                .param(job.id())
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static List<Integer> attemptsOf(OpenJob job) {
        return JOBS.jdbc
                .sql("select attempts from pair where job_id = ? order by pair_index")
                .param(job.id())
                .query((row, n) -> row.getInt(1))
                .list();
    }

    private static OpenJob unknownJob() {
        return new OpenJob(
                UUID.randomUUID(), "acme", "web", "v1", OperatingPoint.STANDARD, TestJobs.TODAY, DataKey.random());
    }

    private static void publish(String queue, OpenJob job, int index, byte[] body) throws IOException {
        send(queue, job, index, body, null, null);
    }

    private static void send(
            String queue, OpenJob job, int index, byte[] body, @Nullable String replyTo, @Nullable Duration timeToLive)
            throws IOException {
        var now = Instant.now();
        var message = PublishedPair.of(
                keyOf(job),
                job.tenant(),
                new PairId(job.id(), index),
                body,
                now,
                replyTo,
                timeToLive == null ? null : now.plus(timeToLive));
        channel.basicPublish(Topology.COMPARISONS, queue, message.properties(), body);
    }

    private static byte[] sealed(OpenJob job, int index, byte[] probe, byte[] reference) {
        return PayloadCipher.sealImages(
                keyOf(job), new SealContext(job.tenant(), job.id(), index), ImagePair.of(probe, reference));
    }

    private static DataKey keyOf(OpenJob job) {
        return Objects.requireNonNull(job.payloadKey());
    }

    private static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(Path.of("..", "samples", "portraits", name));
    }
}
