package io.facematch.standalone.calibration.scoring;

import io.facematch.face.Extraction;
import io.facematch.face.FaceEngine;
import io.facematch.face.FaceExtractor;
import io.facematch.face.FaceReport;
import io.facematch.face.embedding.Embedding;
import io.facematch.standalone.calibration.data.Photo;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.calibration.scoring.Evidence.FailedPhoto;
import io.facematch.standalone.calibration.scoring.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.Scores;
import io.facematch.standalone.calibration.statistics.WorstPairs;
import io.facematch.verification.PhotoLimits;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scores every photo with every other one.
 *
 * <p>Of several faces the one nearest to the middle stands for the photo: its label names one person, and another one in
 * the picture would be counted as that person.
 */
final class FolderScoring {
    private final List<Photo> photos;
    private final int threads;
    private final Progress progress;
    private final @Nullable Embedding[] embeddings;
    private final @Nullable Reason[] reasons;

    FolderScoring(List<Photo> photos, int threads, Progress progress) {
        this.photos = photos;
        this.threads = threads;
        this.progress = progress;
        this.embeddings = new Embedding[photos.size()];
        this.reasons = new Reason[photos.size()];
    }

    Evidence score(FaceEngine engine) {
        progress.say(String.format(Locale.ROOT, "Looking for the faces of %,d photos", photos.size()));
        ParallelWork.share(
                photos.size(),
                threads,
                () -> new Enrolling(engine.newExtractor()),
                done -> progress.show(done, photos.size()));
        var faces = enrolled();
        progress.say(String.format(Locale.ROOT, "Comparing %,d pairs", pairs(faces.length)));
        var parts = ParallelWork.share(faces.length, threads, () -> new Scoring(faces), done -> {});
        Stream.of(embeddings).filter(Objects::nonNull).forEach(Embedding::wipe);
        return evidence(Scores.sum(parts.stream().map(Scoring::scores).toList()));
    }

    private int[] enrolled() {
        var faces = new int[photos.size()];
        var count = 0;
        for (var photo = 0; photo < embeddings.length; photo++) {
            if (embeddings[photo] != null) {
                faces[count++] = photo;
            }
        }
        return Arrays.copyOf(faces, count);
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
                        .mapToLong(FolderScoring::pairs)
                        .sum();
        return new Evidence(
                photos.size(),
                failures,
                genuinePairs,
                pairs(photos.size()) - genuinePairs,
                scores.rates(),
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
    private final class Scoring implements ParallelWork.Worker {
        private final int[] faces;
        private final Scores scores = new Scores();

        Scoring(int[] faces) {
            this.faces = faces;
        }

        @Override
        public void take(int number) {
            var one = faces[number];
            var embedding = Objects.requireNonNull(embeddings[one]);
            var person = photos.get(one).person();
            for (var next = number + 1; next < faces.length; next++) {
                var other = faces[next];
                var cosine = embedding.cosine(Objects.requireNonNull(embeddings[other]));
                scores.add(person == photos.get(other).person(), cosine, one, other);
            }
        }

        Scores scores() {
            return scores;
        }

        @Override
        public void close() {
            // Holds nothing but numbers.
        }
    }
}
