package io.facematch.face.trace;

import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What became of one photo.
 *
 * @param format null when its first bytes tell none
 * @param bytes length of the file
 * @param image null when the file was refused
 * @param looks in their order
 * @param faces largest first
 * @param refusal of the photo; null when it has a face that can be compared
 * @param decoding time spent
 * @param detecting time spent, in which the pictures of the looks were made, too
 * @param embedding time spent on measuring faces and embedding those that are good enough
 */
public record PhotoTrace(
        @Nullable FileFormat format,
        int bytes,
        @Nullable Image image,
        List<LookTrace> looks,
        List<FaceTrace> faces,
        @Nullable Reason refusal,
        Duration decoding,
        Duration detecting,
        Duration embedding) {
    public PhotoTrace {
        looks = List.copyOf(looks);
        faces = List.copyOf(faces);
    }

    /**
     * A decoded photo.
     *
     * @param width of the decoded image, upright
     * @param height of the decoded image, upright
     * @param photoWidth the same at full size
     * @param photoHeight the same at full size
     * @param orientation that the file states, 1 to 8 as in EXIF; 1 when it states none
     * @param reduction what both sides were divided by: 1, 2 or 4
     * @param picture of it, made smaller
     */
    public record Image(
            int width, int height, int photoWidth, int photoHeight, int orientation, int reduction, Picture picture) {}

    /** Which of the faces have this property, from the largest on. */
    public IntStream where(Predicate<FaceTrace> property) {
        return IntStream.range(0, faces.size()).filter(at -> property.test(faces.get(at)));
    }

    /** The face that a look was aimed at: the nearest one around the middle of what its canvas shows. */
    public OptionalInt faceOf(LookTrace look) {
        return where(face -> face.face().box().holds(look.centre(), 0))
                .boxed()
                .min((one, other) -> Double.compare(distance(one, look), distance(other, look)))
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    private double distance(int face, LookTrace look) {
        return faces.get(face).face().box().centre().distanceTo(look.centre());
    }
}
