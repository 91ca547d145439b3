package io.facematch.face;

import io.facematch.verification.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@link FaceVerifier} found out about one pair. A face that can't be compared is an answer, not an exception. */
public sealed interface Verification {

    Timings timings();

    /** Null when the photo could not be read. */
    @Nullable
    PhotoSize probeSize();

    /** Null like that of the probe. */
    @Nullable
    PhotoSize referenceSize();

    /**
     * Both sides have a comparable face.
     *
     * @param similarity calibrated, in [0, 1]
     * @param cosine raw, in [-1, 1]
     */
    record Compared(double similarity, double cosine, FaceReport probe, FaceReport reference, Timings timings)
            implements Verification {
        @Override
        public PhotoSize probeSize() {
            return new PhotoSize(probe.width(), probe.height());
        }

        @Override
        public PhotoSize referenceSize() {
            return new PhotoSize(reference.width(), reference.height());
        }
    }

    /** At least one side has no comparable face. Of each side there is either the reason or its largest face. */
    record NotCompared(
            @Nullable Reason probe,
            @Nullable Reason reference,
            @Nullable FaceReport probeFace,
            @Nullable FaceReport referenceFace,
            @Nullable PhotoSize probeSize,
            @Nullable PhotoSize referenceSize,
            Timings timings)
            implements Verification {
        public NotCompared {
            if (probe == null && reference == null) {
                throw new IllegalArgumentException("not compared without a reason");
            }
        }
    }

    /** Time spent on both sides, added up also where they were looked at simultaneously. */
    record Timings(Duration decode, Duration detect, Duration embed) {}
}
