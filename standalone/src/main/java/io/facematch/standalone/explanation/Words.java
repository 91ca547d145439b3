package io.facematch.standalone.explanation;

import io.facematch.api.outcome.PublishedSimilarity;
import io.facematch.face.Verification.Compared;
import io.facematch.face.trace.FaceTrace;
import io.facematch.face.trace.LookTrace;
import io.facematch.face.trace.PhotoTrace;
import io.facematch.job.Outcome;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import java.time.Duration;
import java.util.Locale;

/** What the terminal and the page say of what was found. */
final class Words {
    private Words() {}

    static String resultOf(PhotoTrace photo) {
        var refusal = photo.refusal();
        if (refusal != null) {
            return refused(refusal);
        }
        var found = photo.faces().size();
        var compared = photo.where(FaceTrace::compared).count();
        return counted(found, "face") + " found" + (compared < found ? ", " + compared + " of them good enough" : "");
    }

    /** The status and the reason, as in the outcomes of the product. */
    static String refused(Reason reason) {
        return reason.status().code() + ", " + reason.message();
    }

    static String verdictOn(FaceTrace face) {
        var refusal = face.refusal();
        if (refusal != null) {
            return "Refused: " + refused(refusal);
        }
        return face.compared()
                ? "Good enough to compare"
                : "Good enough, but not compared: a much larger face of this photo was refused";
    }

    static String decisionOn(Compared compared, OperatingPoint point) {
        return switch (point.decide(compared.similarity())) {
            case MATCH -> "Match";
            case NON_MATCH -> "Non-match";
        };
    }

    /** As the product shows it: never rounded up to the threshold. */
    static String similarity(Compared compared, OperatingPoint point) {
        return similarity(compared.similarity(), compared.cosine(), point);
    }

    static String similarity(double similarity, double cosine, OperatingPoint point) {
        Decision decision = point.decide(similarity);
        return PublishedSimilarity.of(new Outcome.Compared(similarity, cosine, decision, null, null), point.threshold())
                .toPlainString();
    }

    /** @param photo that the look was taken at */
    static String aimOf(LookTrace look, PhotoTrace photo) {
        return switch (look.kind()) {
            case WHOLE -> "Whole photo";
            case LARGER -> "Whole photo on a larger canvas";
            case BORDERED -> "Whole photo with a border";
            case ASKEW -> "Whole photo, askew";
            case PART -> "Part of the photo";
            case CLOSE -> "Closer look at " + targetOf(look, photo);
            case QUICK -> "Quick look at " + targetOf(look, photo);
        };
    }

    private static String targetOf(LookTrace look, PhotoTrace photo) {
        var face = photo.faceOf(look);
        return face.isPresent() ? "face " + (face.getAsInt() + 1) : "a doubtful place";
    }

    /** How the stored photo is made upright, by its orientation 1 to 8 in EXIF. */
    static String orientation(int orientation) {
        return switch (orientation) {
            case 1 -> "upright as it is stored";
            case 2 -> "mirrored";
            case 3 -> "turned by 180°";
            case 4 -> "mirrored upside down";
            case 5 -> "mirrored, then turned by 90° to the left";
            case 6 -> "turned by 90° to the right";
            case 7 -> "mirrored, then turned by 90° to the right";
            case 8 -> "turned by 90° to the left";
            default -> throw new IllegalArgumentException("orientation " + orientation);
        };
    }

    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    static String size(double width, double height) {
        return Math.round(width) + " × " + Math.round(height) + " pixels";
    }

    static String degrees(double degrees) {
        var whole = Math.round(degrees);
        return whole == 0 ? "0°" : (whole < 0 ? "−" : "") + Math.abs(whole) + "°";
    }

    static String milliseconds(Duration time) {
        return Math.round(time.toNanos() / 1e6) + " ms";
    }

    /** With a decimal point, also on a machine whose language has a comma. */
    static String decimals(double value, int count) {
        var text = String.format(Locale.ROOT, "%." + count + "f", value);
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }

    static String thousands(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
