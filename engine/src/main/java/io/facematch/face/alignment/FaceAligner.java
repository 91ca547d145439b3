package io.facematch.face.alignment;

import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.SimilarityTransform;
import io.facematch.face.image.Excerpt;
import io.facematch.face.image.FaceImage;
import io.facematch.face.image.Shrinking;
import io.facematch.face.tuning.Tuning;

/** Crops a face so that its landmarks lie on a template. Parts outside of the photo are black. Any thread. */
public final class FaceAligner {
    private final AlignmentTemplate template;
    private final AlignmentTemplate drawn;

    public FaceAligner(AlignmentTemplate template) {
        this.template = template;
        this.drawn = template.enlarged(Tuning.OVERSAMPLING);
    }

    public AlignmentTemplate template() {
        return template;
    }

    public AlignedFace align(FaceImage image, Landmarks landmarks) {
        var transform = SimilarityTransform.between(landmarks.points(), drawn.points());
        try (var large = Excerpt.draw(image, transform, drawn.size())) {
            return new AlignedFace(Shrinking.shrink(large, Tuning.OVERSAMPLING));
        }
    }
}
