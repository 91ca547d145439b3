package io.facematch.face;

import io.facematch.face.embedding.Embedding;
import io.facematch.verification.Reason;
import java.util.List;

/** What one photo gives to a comparison. */
public sealed interface Extraction {

    /** Makes the embeddings unreadable once they are compared. */
    void wipe();

    /**
     * At least one comparable face.
     *
     * @param faces smallest first
     */
    record Faces(List<Face> faces) implements Extraction {
        @Override
        public void wipe() {
            faces.forEach(face -> face.embedding().wipe());
        }
    }

    /** No comparable face, and why. */
    record Refused(Reason reason) implements Extraction {
        @Override
        public void wipe() {
            // There is no embedding.
        }
    }

    /** One face that can be compared. */
    record Face(Embedding embedding, FaceReport report) {}
}
