package io.facematch.standalone.calibration.scoring;

import io.facematch.face.Extraction;
import io.facematch.face.FaceEngine;
import io.facematch.face.FaceExtractor;
import io.facematch.face.FaceReport;
import io.facematch.face.embedding.Embedding;
import io.facematch.standalone.calibration.data.Photo;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.calibration.scoring.Evidence.FailedPhoto;
import io.facematch.verification.PhotoLimits;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The faces of the photos of a folder, kept until they are wiped.
 *
 * <p>Of several faces the one nearest to the middle stands for the photo: its label names one person, and another one in
 * the picture would be counted as that person.
 */
final class PhotoFaces {
    private final List<Photo> photos;
    private final @Nullable Embedding[] embeddings;
    private final @Nullable Reason[] reasons;

    private PhotoFaces(List<Photo> photos) {
        this.photos = photos;
        this.embeddings = new Embedding[photos.size()];
        this.reasons = new Reason[photos.size()];
    }

    static PhotoFaces of(List<Photo> photos, FaceEngine engine, int threads, Progress progress) {
        var faces = new PhotoFaces(photos);
        progress.say(String.format(Locale.ROOT, "Looking for the faces of %,d photos", photos.size()));
        ParallelWork.share(
                photos.size(),
                threads,
                () -> faces.new Enrolling(engine.newExtractor()),
                done -> progress.show(done, photos.size()));
        return faces;
    }

    boolean has(int photo) {
        return embeddings[photo] != null;
    }

    /** The numbers of the photos with a face, in order. */
    int[] present() {
        return IntStream.range(0, embeddings.length).filter(this::has).toArray();
    }

    double cosine(int one, int other) {
        return embedding(one).cosine(embedding(other));
    }

    private Embedding embedding(int photo) {
        return Objects.requireNonNull(embeddings[photo]);
    }

    List<FailedPhoto> failures() {
        return IntStream.range(0, reasons.length)
                .filter(photo -> reasons[photo] != null)
                .mapToObj(photo -> new FailedPhoto(photos.get(photo).id(), Objects.requireNonNull(reasons[photo])))
                .toList();
    }

    void wipe() {
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
}
