package io.facematch.face;

import io.facematch.face.embedding.Embedding;
import io.facematch.verification.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one photo gives to a comparison. */
public sealed interface Extraction {

    /** Of the photo; null when it could not be read. */
    @Nullable
    PhotoSize size();

    /** Makes the embeddings unreadable once they are compared. */
    void wipe();

    /**
     * At least one comparable face.
     *
     * @param faces smallest first
     */
    record Faces(List<Face> faces) implements Extraction {
        @Override
        public PhotoSize size() {
            var report = faces.getFirst().report();
            return new PhotoSize(report.width(), report.height());
        }

        @Override
        public void wipe() {
            faces.forEach(face -> face.embedding().wipe());
        }
    }

    /** No comparable face, and why. */
    record Refused(Reason reason, @Nullable PhotoSize size) implements Extraction {
        /** Of a photo that can't be read. */
        public Refused(Reason reason) {
            this(reason, null);
        }

        @Override
        public void wipe() {
            // There is no embedding.
        }
    }

    /** One face that can be compared. */
    record Face(Embedding embedding, FaceReport report) {}
}
