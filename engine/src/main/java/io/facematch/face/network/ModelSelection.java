package io.facematch.face.network;

import io.facematch.card.Calibration;
import org.jspecify.annotations.Nullable;

/**
 * The verified models that work together, and what the cosine of this embedder means.
 *
 * @param measured null until the embedder is measured; such a selection can measure it, but not decide
 */
public record ModelSelection(
        VerifiedModel detector,
        VerifiedModel embedder,
        @Nullable Calibration measured) {

    public Calibration calibration() {
        if (measured == null) {
            throw new IllegalStateException(embedder.card().id() + " has no calibration");
        }
        return measured;
    }
}
