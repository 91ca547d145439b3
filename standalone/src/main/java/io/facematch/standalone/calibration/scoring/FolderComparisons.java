package io.facematch.standalone.calibration.scoring;

import io.facematch.face.Extraction;
import io.facematch.face.FaceEngine;
import io.facematch.face.FaceExtractor;
import io.facematch.face.FaceReport;
import io.facematch.face.embedding.Embedding;
import io.facematch.standalone.calibration.data.Groups;
import io.facematch.standalone.calibration.data.PeopleFolder;
import io.facematch.standalone.calibration.data.Photo;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.calibration.difference.ModelDifference;
import io.facematch.standalone.calibration.difference.PairedScores;
import io.facematch.standalone.calibration.difference.Resampling;
import io.facematch.standalone.calibration.scoring.Evidence.FailedPhoto;
import io.facematch.standalone.calibration.scoring.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.Scores;
import io.facematch.standalone.calibration.statistics.WorstPairs;
import io.facematch.verification.PhotoLimits;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares every photo of a folder with every other one, as often as it is asked: the faces are kept until it is closed.
 *
 * <p>Of several faces the one nearest to the middle stands for the photo: its label names one person, and another one in
 * the picture would be counted as that person.
 */
final class FolderComparisons implements Comparisons {
    private final PeopleFolder folder;
    private final List<Photo> photos;
    private final Groups groups;
    private final int people;
    private final int threads;
    private final Progress progress;
    private final @Nullable Embedding[] embeddings;
    private final @Nullable Reason[] reasons;
    private @Nullable Evidence evidence;

    private FolderComparisons(PeopleFolder folder, int threads, Progress progress) {
        this.folder = folder;
        this.photos = folder.photos();
        this.groups = folder.groups();
        this.people = 1 + photos.stream().mapToInt(Photo::person).max().orElseThrow();
        this.threads = threads;
        this.progress = progress;
        this.embeddings = new Embedding[photos.size()];
        this.reasons = new Reason[photos.size()];
    }

    static FolderComparisons enrol(PeopleFolder folder, FaceEngine engine, int threads, Progress progress) {
        var comparisons = new FolderComparisons(folder, threads, progress);
        progress.say(String.format(Locale.ROOT, "Looking for the faces of %,d photos", comparisons.photos.size()));
        ParallelWork.share(
                comparisons.photos.size(),
                threads,
                () -> comparisons.new Enrolling(engine.newExtractor()),
                done -> progress.show(done, comparisons.photos.size()));
        return comparisons;
    }

    /** The numbers of the photos with a face, in order. */
    private int[] enrolled() {
        return IntStream.range(0, embeddings.length)
                .filter(photo -> embeddings[photo] != null)
                .toArray();
    }

    private Embedding embedding(int photo) {
        return Objects.requireNonNull(embeddings[photo]);
    }

    /** How many of these photos show each person. */
    private long[] photosOfPeople(int[] faces) {
        var counts = new long[people];
        for (var photo : faces) {
            counts[photos.get(photo).person()]++;
        }
        return counts;
    }

    @Override
    public OptionalInt people() {
        return OptionalInt.of((int) LongStream.of(photosOfPeople(enrolled()))
                .filter(count -> count > 0)
                .count());
    }

    @Override
    public Evidence evidence() {
        if (evidence == null) {
            var faces = enrolled();
            progress.say(String.format(Locale.ROOT, "Comparing %,d pairs", pairs(faces.length)));
            var parts = ParallelWork.share(faces.length, threads, () -> new Scoring(faces), done -> {});
            evidence =
                    evidence(Scores.sum(parts.stream().map(part -> part.scores).toList()));
        }
        return evidence;
    }

    private Evidence evidence(Scores scores) {
        var failures = new ArrayList<FailedPhoto>();
        for (var photo = 0; photo < reasons.length; photo++) {
            if (reasons[photo] != null) {
                failures.add(new FailedPhoto(photos.get(photo).id(), reasons[photo]));
            }
        }
        var genuinePairs =
                photos.stream().collect(Collectors.groupingBy(Photo::person, Collectors.counting())).values().stream()
                        .mapToLong(FolderComparisons::pairs)
                        .sum();
        return new Evidence(
                photos.size(),
                failures,
                genuinePairs,
                pairs(photos.size()) - genuinePairs,
                scores.rates(),
                scores.groupRates(),
                named(scores.lowestGenuine()),
                named(scores.highestImpostors()));
    }

    private List<ScoredPair> named(WorstPairs extremes) {
        return extremes.list().stream()
                .map(pair -> new ScoredPair(
                        photos.get(pair.one()).id() + " and "
                                + photos.get(pair.other()).id(),
                        pair.cosine()))
                .toList();
    }

    private static long pairs(long count) {
        return count * (count - 1) / 2;
    }

    @Override
    public List<LimitErrors> errorsAt(List<Limit> limits) {
        if (limits.isEmpty()) {
            return List.of();
        }
        var faces = enrolled();
        var parts = ParallelWork.share(faces.length, threads, () -> new Counting(faces, limits), done -> {});
        return PersonErrors.sum(parts.stream().map(part -> part.errors).toList())
                .rates(photosOfPeople(faces));
    }

    @Override
    public ModelDifference differenceTo(Comparisons other, List<Limit> limits, List<Limit> othersLimits) {
        if (!(other instanceof FolderComparisons others) || !others.folder.equals(folder)) {
            throw new IllegalArgumentException("another data set");
        }
        var faces = IntStream.of(enrolled())
                .filter(photo -> others.embeddings[photo] != null)
                .toArray();
        var counts = photosOfPeople(faces);
        var resampling = Resampling.ofPeople(counts);
        CommonPairs.require(LongStream.of(counts).map(FolderComparisons::pairs).sum(), resampling.impostors());
        var asked = CommonPairs.asked(limits, evidence(), resampling.impostors());
        var othersAsked = CommonPairs.asked(othersLimits, others.evidence(), resampling.impostors());
        var parts = ParallelWork.share(
                faces.length,
                threads,
                () -> new Pairing(faces, others, new PairedScores(asked, othersAsked)),
                done -> {});
        return ModelDifference.of(parts.stream().map(part -> part.scores).toList(), resampling);
    }

    @Override
    public void close() {
        Stream.of(embeddings).filter(Objects::nonNull).forEach(Embedding::wipe);
    }

    /** Makes an embedding of each photo, or notes why there is none. Each entry is written by one thread. */
    private final class Enrolling implements ParallelWork.Worker {
        private final FaceExtractor extractor;

        Enrolling(FaceExtractor extractor) {
            this.extractor = extractor;
        }

        @Override
        public void take(int number) {
            switch (extract(photos.get(number))) {
                case Extraction.Refused refused -> reasons[number] = refused.reason();
                case Extraction.Faces found -> embeddings[number] = middle(found.faces());
            }
        }

        private Extraction extract(Photo photo) {
            try {
                return Files.size(photo.file()) > PhotoLimits.BYTES
                        ? new Extraction.Refused(Reason.TOO_LARGE_FILE)
                        : extractor.extract(Files.readAllBytes(photo.file()));
            } catch (IOException unreadable) {
                throw new UnusableData("the photo " + photo.file() + " can't be read");
            }
        }

        @Override
        public void close() {
            extractor.close();
        }
    }

    private static Embedding middle(List<Extraction.Face> faces) {
        var middle = faces.stream()
                .min(Comparator.comparingDouble(face -> offCentre(face.report())))
                .orElseThrow();
        faces.stream()
                .filter(face -> !face.equals(middle))
                .forEach(face -> face.embedding().wipe());
        return middle.embedding();
    }

    private static double offCentre(FaceReport face) {
        var box = face.box();
        return Math.hypot(
                box.x() + box.width() / 2 - face.width() / 2.0, box.y() + box.height() / 2 - face.height() / 2.0);
    }

    /** Compares a face with all that come after it. */
    private abstract class Comparing implements ParallelWork.Worker {
        private final int[] faces;

        Comparing(int[] faces) {
            this.faces = faces;
        }

        @Override
        public void take(int number) {
            for (var next = number + 1; next < faces.length; next++) {
                compare(faces[number], faces[next]);
            }
        }

        abstract void compare(int one, int other);

        double cosine(int one, int other) {
            return embedding(one).cosine(embedding(other));
        }

        int person(int photo) {
            return photos.get(photo).person();
        }

        @Override
        public void close() {
            // Holds nothing but numbers.
        }
    }

    /** Counts the cosines, those of pairs inside a group once more. */
    private final class Scoring extends Comparing {
        private final Scores scores = new Scores(groups.count());

        Scoring(int[] faces) {
            super(faces);
        }

        @Override
        void compare(int one, int other) {
            var same = person(one) == person(other);
            var cosine = cosine(one, other);
            scores.add(same, cosine, one, other);
            for (var group : groups.of(person(one))) {
                if (groups.has(person(other), group)) {
                    scores.addToGroup(group, same, cosine);
                }
            }
        }
    }

    /** Counts the wrong decisions. */
    private final class Counting extends Comparing {
        private final PersonErrors errors;

        Counting(int[] faces, List<Limit> limits) {
            super(faces);
            this.errors = new PersonErrors(groups, limits, people);
        }

        @Override
        void compare(int one, int other) {
            errors.add(person(one), person(other), cosine(one, other));
        }
    }

    /** Puts the cosines of two models side by side. */
    private final class Pairing extends Comparing {
        private final FolderComparisons others;
        private final PairedScores scores;

        Pairing(int[] faces, FolderComparisons others, PairedScores scores) {
            super(faces);
            this.others = others;
            this.scores = scores;
        }

        @Override
        void compare(int one, int other) {
            scores.add(
                    person(one) == person(other),
                    cosine(one, other),
                    others.embedding(one).cosine(others.embedding(other)),
                    person(one),
                    person(other));
        }
    }
}
