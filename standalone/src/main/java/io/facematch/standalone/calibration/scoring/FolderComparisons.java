package io.facematch.standalone.calibration.scoring;

import io.facematch.face.FaceEngine;
import io.facematch.standalone.calibration.data.Groups;
import io.facematch.standalone.calibration.data.PeopleFolder;
import io.facematch.standalone.calibration.data.Photo;
import io.facematch.standalone.calibration.decision.Limit;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.decision.PersonErrors;
import io.facematch.standalone.calibration.difference.ModelDifference;
import io.facematch.standalone.calibration.difference.PairedScores;
import io.facematch.standalone.calibration.difference.Resampling;
import io.facematch.standalone.calibration.scoring.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.Scores;
import io.facematch.standalone.calibration.statistics.WorstPairs;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Compares every photo of a folder with every other one, as often as it is asked: the faces are kept until it is closed. */
final class FolderComparisons implements Comparisons {
    private final PeopleFolder folder;
    private final List<Photo> photos;
    private final Groups groups;
    private final int people;
    private final int threads;
    private final Progress progress;
    private final PhotoFaces faces;
    private @Nullable Evidence evidence;

    private FolderComparisons(PeopleFolder folder, PhotoFaces faces, int threads, Progress progress) {
        this.folder = folder;
        this.photos = folder.photos();
        this.groups = folder.groups();
        this.people = 1 + photos.stream().mapToInt(Photo::person).max().orElseThrow();
        this.threads = threads;
        this.progress = progress;
        this.faces = faces;
    }

    static FolderComparisons enrol(PeopleFolder folder, FaceEngine engine, int threads, Progress progress) {
        return new FolderComparisons(
                folder, PhotoFaces.of(folder.photos(), engine, threads, progress), threads, progress);
    }

    /** How many of these photos show each person. */
    private long[] ofPeople(int[] chosen) {
        var counts = new long[people];
        for (var photo : chosen) {
            counts[photos.get(photo).person()]++;
        }
        return counts;
    }

    @Override
    public OptionalInt people() {
        return OptionalInt.of((int) LongStream.of(ofPeople(faces.present()))
                .filter(count -> count > 0)
                .count());
    }

    @Override
    public Evidence evidence() {
        if (evidence == null) {
            var present = faces.present();
            progress.say(String.format(Locale.ROOT, "Comparing %,d pairs", pairs(present.length)));
            var parts = ParallelWork.share(present.length, threads, () -> new Scoring(present), done -> {});
            evidence =
                    evidence(Scores.sum(parts.stream().map(part -> part.scores).toList()));
        }
        return evidence;
    }

    private Evidence evidence(Scores scores) {
        var genuinePairs =
                photos.stream().collect(Collectors.groupingBy(Photo::person, Collectors.counting())).values().stream()
                        .mapToLong(FolderComparisons::pairs)
                        .sum();
        return new Evidence(
                photos.size(),
                faces.failures(),
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
        var present = faces.present();
        var parts = ParallelWork.share(present.length, threads, () -> new Counting(present, limits), done -> {});
        return PersonErrors.sum(parts.stream().map(part -> part.errors).toList())
                .rates(ofPeople(present));
    }

    @Override
    public ModelDifference differenceTo(Comparisons other, List<Limit> limits, List<Limit> othersLimits) {
        if (!(other instanceof FolderComparisons others) || !others.folder.equals(folder)) {
            throw new IllegalArgumentException("another data set");
        }
        var common = IntStream.of(faces.present()).filter(others.faces::has).toArray();
        var counts = ofPeople(common);
        var resampling = Resampling.ofPeople(counts);
        CommonPairs.require(LongStream.of(counts).map(FolderComparisons::pairs).sum(), resampling.impostors());
        var asked = CommonPairs.asked(limits, evidence(), resampling.impostors());
        var othersAsked = CommonPairs.asked(othersLimits, others.evidence(), resampling.impostors());
        var parts = ParallelWork.share(
                common.length,
                threads,
                () -> new Pairing(common, others, new PairedScores(asked, othersAsked)),
                done -> {});
        return ModelDifference.of(parts.stream().map(part -> part.scores).toList(), resampling);
    }

    @Override
    public void close() {
        faces.wipe();
    }

    /** Compares a face with all that come after it. */
    private abstract class Comparing implements ParallelWork.Worker {
        private final int[] chosen;

        Comparing(int[] chosen) {
            this.chosen = chosen;
        }

        @Override
        public void take(int number) {
            for (var next = number + 1; next < chosen.length; next++) {
                compare(chosen[number], chosen[next]);
            }
        }

        abstract void compare(int one, int other);

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

        Scoring(int[] chosen) {
            super(chosen);
        }

        @Override
        void compare(int one, int other) {
            var same = person(one) == person(other);
            var cosine = faces.cosine(one, other);
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

        Counting(int[] chosen, List<Limit> limits) {
            super(chosen);
            this.errors = new PersonErrors(groups, limits, people);
        }

        @Override
        void compare(int one, int other) {
            errors.add(person(one), person(other), faces.cosine(one, other));
        }
    }

    /** Puts the cosines of two models side by side. */
    private final class Pairing extends Comparing {
        private final PhotoFaces others;
        private final PairedScores scores;

        Pairing(int[] chosen, FolderComparisons others, PairedScores scores) {
            super(chosen);
            this.others = others.faces;
            this.scores = scores;
        }

        @Override
        void compare(int one, int other) {
            scores.add(
                    person(one) == person(other),
                    faces.cosine(one, other),
                    others.cosine(one, other),
                    person(one),
                    person(other));
        }
    }
}
