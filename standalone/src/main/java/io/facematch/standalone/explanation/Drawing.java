package io.facematch.standalone.explanation;

import static io.facematch.standalone.page.Markup.escape;
import static io.facematch.standalone.page.Markup.number;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.trace.Picture;
import java.util.Base64;

/** A picture with the faces that were seen in it, as SVG. */
final class Drawing {
    /** A point of a face, as a share of the face's width, and at least this share of the picture. */
    private static final double POINT = 0.02;

    private static final double LEAST_POINT = 0.004;

    /** Height of the letters, as a share of the picture's longer side. */
    private static final double LETTERS = 0.045;

    private final StringBuilder drawn = new StringBuilder();
    private final double longerSide;

    /**
     * @param description for readers who can't see it
     * @param width of the image in whose pixels the faces are
     * @param height of that image; the picture itself may be smaller
     */
    Drawing(String description, Picture picture, int width, int height) {
        this.longerSide = Math.max(width, height);
        drawn.append(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" preserveAspectRatio=\"xMinYMin\" role=\"img\" aria-label=\"%s\">\n"
                        .formatted(width, height, width, height, escape(description)));
        drawn.append("<image href=\"%s\" width=\"%d\" height=\"%d\"/>\n".formatted(source(picture), width, height));
    }

    /** The picture alone, as the address of an image. */
    static String source(Picture picture) {
        return "data:" + picture.format().mediaType() + ";base64,"
                + Base64.getEncoder().encodeToString(picture.bytes());
    }

    /**
     * A box and the five points.
     *
     * @param style its name in the style sheet
     */
    Drawing face(DetectedFace face, String style) {
        var box = face.box();
        drawn.append("<rect class=\"box %s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
                .formatted(style, number(box.x()), number(box.y()), number(box.width()), number(box.height())));
        var radius = Math.max(POINT * box.width(), LEAST_POINT * longerSide);
        for (var point : face.landmarks().points()) {
            drawn.append("<circle class=\"point %s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n"
                    .formatted(style, number(point.x()), number(point.y()), number(radius)));
        }
        return this;
    }

    /** The same, with its number above the box, or inside where there is no room. */
    Drawing face(DetectedFace face, String style, int number) {
        var letters = LETTERS * longerSide;
        var top = face.box().y() - 0.3 * letters;
        drawn.append("<text class=\"label %s\" x=\"%s\" y=\"%s\" font-size=\"%s\">%d</text>\n"
                .formatted(
                        style,
                        number(Math.max(face.box().x(), 0.2 * letters)),
                        number(top < letters ? Math.max(face.box().y(), 0) + 1.1 * letters : top),
                        number(letters),
                        number));
        return face(face, style);
    }

    String svg() {
        return drawn + "</svg>\n";
    }
}
