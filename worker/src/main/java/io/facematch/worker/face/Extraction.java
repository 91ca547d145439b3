package io.facematch.worker.face;

import io.facematch.verification.Reason;
import io.facematch.worker.face.embedding.Embedding;
import java.util.List;

/** What one side of a pair gives to the comparison. */
sealed interface Extraction {

    /** Makes the embeddings unreadable once they are compared. */
    void wipe();

    /** At least one comparable face. */
    record Faces(List<Face> faces) implements Extraction {
        @Override
        public void wipe() {
            faces.forEach(face -> face.embedding().wipe());
        }
    }

    record Refused(Reason reason) implements Extraction {
        @Override
        public void wipe() {
            // Nothing was made of this side.
        }
    }

    record Face(Embedding embedding, FaceReport report) {}
}
