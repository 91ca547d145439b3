package io.facematch.api.audit.pack;

import io.facematch.api.audit.query.FoundOutcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the summary tells of the rows. Grows with clients and models, not with rows. */
final class PackCounts {
    static final String MATCH = "match";
    static final String NON_MATCH = "non_match";

    /** Of clients and models; what is more goes together under {@link #OTHERS}. */
    private static final int MOST_NAMES = 1000;

    static final String OTHERS = "(others)";

    private long rows;
    private long matches;
    private long nonMatches;
    private long erased;
    private long notSigned;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private final Map<String, Map<String, Long>> byClient = new TreeMap<>();
    private final Map<String, Long> byStatus = new TreeMap<>();
    private final Map<Point, Long> byPoint = new TreeMap<>();
    private final Map<Model, Long> byModel = new TreeMap<>();

    /** An operating point, as it is named on the wire, with the threshold that it had. */
    record Point(String code, double threshold) implements Comparable<Point> {
        private static final Comparator<Point> ORDER =
                Comparator.comparing(Point::code).thenComparingDouble(Point::threshold);

        @Override
        public int compareTo(Point other) {
            return ORDER.compare(this, other);
        }
    }

    /** What decided; texts are empty where they are not known. */
    record Model(String embedder, String cardSha256, String detector, String calibration, String calibrationSha256)
            implements Comparable<Model> {
        @Override
        public int compareTo(Model other) {
            return toString().compareTo(other.toString());
        }
    }

    void add(FoundOutcome row, boolean isErased) {
        rows++;
        erased += isErased ? 1 : 0;
        var decision = row.decisionCode();
        if (decision != null) {
            matches += decision.equals(MATCH) ? 1 : 0;
            nonMatches += decision.equals(MATCH) ? 0 : 1;
        }
        var time = row.decidedAt();
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
        var outcome = decision == null ? row.status() : decision;
        byStatus.merge(outcome, 1L, Long::sum);
        var client = byClient.containsKey(row.client()) || byClient.size() < MOST_NAMES ? row.client() : OTHERS;
        byClient.computeIfAbsent(client, name -> new TreeMap<>()).merge(outcome, 1L, Long::sum);
        byPoint.merge(new Point(row.pointCode(), row.threshold()), 1L, Long::sum);
        var model = model(row);
        byModel.merge(byModel.containsKey(model) || byModel.size() < MOST_NAMES ? model : OTHER_MODELS, 1L, Long::sum);
    }

    private static final Model OTHER_MODELS = new Model(OTHERS, "", "", "", "");

    private static Model model(FoundOutcome row) {
        return new Model(
                text(row.embedder()),
                hex(row.cardSha256()),
                text(row.detector()),
                text(row.calibration()),
                hex(row.calibrationSha256()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String hex(byte @Nullable [] hash) {
        return hash == null ? "" : HexFormat.of().formatHex(hash);
    }

    /** An outcome that matches, and that the checkpoint does not cover. */
    void leaveOut() {
        notSigned++;
    }

    long rows() {
        return rows;
    }

    long matches() {
        return matches;
    }

    long nonMatches() {
        return nonMatches;
    }

    long erased() {
        return erased;
    }

    long notSigned() {
        return notSigned;
    }

    @Nullable
    Instant first() {
        return first;
    }

    @Nullable
    Instant last() {
        return last;
    }

    /** By decision, or by status where nothing was decided. */
    Map<String, Long> byStatus() {
        return byStatus;
    }

    Map<String, Map<String, Long>> byClient() {
        return byClient;
    }

    Map<Point, Long> byPoint() {
        return byPoint;
    }

    Map<Model, Long> byModel() {
        return byModel;
    }
}
