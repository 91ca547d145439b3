package io.facematch.face.trace;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.quality.Measurements;
import io.facematch.face.quality.Quality;
import io.facematch.verification.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One face that the search ended with.
 *
 * @param face in pixels of the decoded image
 * @param crop what an embedder sees; null when the face was refused before it was cropped
 * @param measurements null when there is no crop
 * @param quality null when there is no crop
 * @param refusal null when the face is good enough
 * @param compared whether it has an embedding: a face that is good enough has none where a much larger one was refused
 */
public record FaceTrace(
        DetectedFace face,
        @Nullable Picture crop,
        @Nullable Measurements measurements,
        @Nullable Quality quality,
        @Nullable Reason refusal,
        boolean compared) {}
