package io.facematch.chaos;

import io.facematch.chaos.failpoint.FailPoint;
import io.facematch.chaos.failpoint.FailPoint.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The moments at which a process is ended: each lies between two steps that must not depend on each other. */
final class FailPoints {
    private static final String SUBMISSION = "io.facematch.api.submission.";
    private static final String PUBLISHING = SUBMISSION + "publishing.";
    private static final String COMPARISON = "io.facematch.worker.comparison.";

    /** In the order of a submission whose archive is kept. */
    static final List<Point> OF_AN_API = List.of(
            new Point(
                    "A1", "in the midst of an upload", "io.facematch.api.spool.Spool", "write", Place.BEFORE, "write"),
            new Point(
                    "A2",
                    "the file is durable, nothing committed",
                    PUBLISHING + "JobArchives",
                    "add",
                    Place.RETURN,
                    null),
            new Point("A3", "committed, not answered", SUBMISSION + "JobCreation", "create", Place.RETURN, null),
            new Point("A4", "before the first message", PUBLISHING + "PairSender", "send", Place.ENTRY, null),
            new Point(
                    "A5",
                    "messages sent, not confirmed",
                    "io.facematch.queue.PublishingBatch",
                    "publish",
                    Place.RETURN,
                    null),
            new Point("A6", "confirmed, not noted", PUBLISHING + "JobArchives", "save", Place.ENTRY, null),
            new Point(
                    "A7",
                    "all noted, the file still there",
                    PUBLISHING + "ArchivePublishing",
                    "end",
                    Place.RETURN,
                    null),
            new Point(
                    "A9",
                    "the file deleted, its row still there",
                    PUBLISHING + "JobArchives",
                    "forget",
                    Place.ENTRY,
                    null));

    /** Of one that is accepted when the broker has all pairs. */
    static final List<Point> OF_AN_API_THAT_KEEPS_NOTHING = List.of(
            new Point(
                    "A5",
                    "messages sent, not confirmed",
                    "io.facematch.queue.PublishingBatch",
                    "publish",
                    Place.RETURN,
                    null),
            new Point(
                    "A6",
                    "all confirmed, not noted",
                    PUBLISHING + "PairPublishing",
                    "publish",
                    Place.AFTER,
                    "awaitConfirms"),
            new Point(
                    "A7",
                    "noted, not answered",
                    PUBLISHING + "PairPublishing",
                    "publish",
                    Place.AFTER,
                    "startRunning"));

    static final Point A8 = new Point(
            "A8",
            "results are streamed",
            "io.facematch.api.results.ResultsArchive",
            "writeFiles",
            Place.BEFORE,
            "closeEntry");
    static final Point A9_NAMES =
            new Point("A9", "the sweeper forgets names", "io.facematch.job.Pairs", "forget", Place.ENTRY, null);
    static final Point A10 = new Point(
            "A10",
            "a webhook sent, not marked",
            "io.facematch.api.webhooks.delivery.Sender",
            "send",
            Place.RETURN,
            null);

    static final List<Point> OF_A_WORKER = List.of(
            new Point("W1", "delivered", COMPARISON + "PairListener", "onMessageBatch", Place.ENTRY, null),
            new Point("W2", "opened", COMPARISON + "ComparisonTask", "outcome", Place.AFTER, "openImages"),
            new Point("W3", "compared, not inserted", COMPARISON + "Settlement", "settle", Place.ENTRY, null),
            new Point(
                    "W4",
                    "inserted, not committed",
                    "io.facematch.job.OutcomeTransaction",
                    "bumpCounters",
                    Place.RETURN,
                    null),
            new Point("W5", "committed, not acknowledged", COMPARISON + "Settlement", "settle", Place.AFTER, "invoke"),
            new Point("W6", "some acknowledged", COMPARISON + "Settlement", "settle", Place.BEFORE, "basicAck"));

    static final Point W7 =
            new Point("W7", "stopping in order", COMPARISON + "ConsumerStart", "stop", Place.RETURN, null);
    /** A photo that ends whoever looks at it. */
    static final Point KILLER =
            new Point("KILLER", "a certain photo is compared", COMPARISON + "Verifiers", "verify", Place.ENTRY, null);

    private FailPoints() {}

    /** All of them. */
    static Stream<Point> all() {
        return Stream.of(
                        OF_AN_API.stream(),
                        OF_AN_API_THAT_KEEPS_NOTHING.stream(),
                        OF_A_WORKER.stream(),
                        Stream.of(A8, A9_NAMES, A10, W7, KILLER))
                .flatMap(points -> points);
    }

    /**
     * A moment.
     *
     * @param moment in words
     */
    record Point(
            String name,
            String moment,
            String type,
            String method,
            Place place,
            @Nullable String called) {
        FailPoint at(int hit, Path report) {
            return new FailPoint(name, type, method, place, called, hit, null, report);
        }

        FailPoint on(byte[] marker, Path report) {
            return new FailPoint(
                    name,
                    type,
                    method,
                    place,
                    called,
                    1,
                    java.util.HexFormat.of().formatHex(marker),
                    report);
        }

        @Override
        public String toString() {
            return name + ", " + moment;
        }
    }
}
