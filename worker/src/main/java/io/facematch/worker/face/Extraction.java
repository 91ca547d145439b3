package io.facematch.worker.face;

import io.facematch.verification.Reason;
import io.facematch.worker.face.embedding.Embedding;
import java.util.List;

/** What one side of a pair gives to the comparison. */
sealed interface Extraction {

    /** At least one comparable face. */
    record Faces(List<Face> faces) implements Extraction {}

    record Refused(Reason reason) implements Extraction {}

    record Face(Embedding embedding, FaceReport report) {}
}
