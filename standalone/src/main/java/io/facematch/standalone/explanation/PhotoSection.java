package io.facematch.standalone.explanation;

import static io.facematch.standalone.page.Markup.escape;

import io.facematch.face.trace.FaceTrace;
import io.facematch.face.trace.PhotoTrace;
import io.facematch.verification.PhotoLimits;

/** One photo: how it was decoded, what was found, and every look at it. */
final class PhotoSection {
    private final String name;
    private final PhotoTrace photo;

    PhotoSection(String name, PhotoTrace photo) {
        this.name = name;
        this.photo = photo;
    }

    String html() {
        var image = photo.image();
        var html = new StringBuilder("<section class=\"photo\">\n<h2>" + escape(name) + "</h2>\n<p class=\"verdict "
                + (photo.refusal() == null ? "good" : "refused") + "\">" + escape(result()) + ".</p>\n");
        if (image == null) {
            return html.append(file().html()).append("</section>\n").toString();
        }
        html.append("<div class=\"parts\">\n").append(picture(image));
        html.append(facts(image)).append("</div>\n");
        html.append("<h3>").append(escape("Faces of " + inText())).append("</h3>\n");
        if (photo.faces().isEmpty()) {
            html.append("<p>None.</p>\n");
        }
        var number = 0;
        for (var face : photo.faces()) {
            html.append(new FaceSection(name + ", face " + ++number, face).html());
        }
        html.append("<h3>").append(escape("Looks at " + inText())).append("</h3>\n");
        return html.append(new LookTable(name, photo).html())
                .append("</section>\n")
                .toString();
    }

    private String result() {
        return (photo.refusal() == null ? "" : "Refused: ") + Words.resultOf(photo);
    }

    private String inText() {
        return name.equals("Photo") ? "the photo" : name.toLowerCase(java.util.Locale.ROOT);
    }

    private String picture(PhotoTrace.Image image) {
        var drawing = new Drawing(
                name + " with " + Words.counted(photo.faces().size(), "face") + " marked",
                image.picture(),
                image.width(),
                image.height());
        var number = 0;
        for (var face : photo.faces()) {
            drawing.face(face.face(), styleOf(face), ++number);
        }
        return "<figure class=\"picture\">\n" + drawing.svg()
                + "<figcaption>The decoded photo, with the faces found: <b class=\"good\">compared</b>,"
                + " <b class=\"refused\">not compared</b></figcaption>\n</figure>\n";
    }

    private static String styleOf(FaceTrace face) {
        return face.compared() ? "good" : "refused";
    }

    private FactTable file() {
        var format = photo.format();
        return new FactTable("The file")
                .add("Format", format == null ? "none that is known" : format.toString())
                .add(
                        "Length",
                        photo.bytes() > PhotoLimits.BYTES
                                ? "more than " + Words.thousands(PhotoLimits.BYTES) + " bytes"
                                : Words.thousands(photo.bytes()) + " bytes");
    }

    private String facts(PhotoTrace.Image image) {
        var turned = image.orientation() > 4;
        return file().add(
                        "Stored",
                        turned
                                ? Words.size(image.photoHeight(), image.photoWidth())
                                : Words.size(image.photoWidth(), image.photoHeight()))
                .add("Orientation", image.orientation() + ": " + Words.orientation(image.orientation()))
                .add(
                        "Decoded",
                        Words.size(image.width(), image.height())
                                + (image.reduction() == 1 ? "" : ", a " + share(image.reduction()) + " of its size"))
                .add("Decoding", Words.milliseconds(photo.decoding()))
                .add(
                        "Looking",
                        Words.milliseconds(photo.detecting()) + ", with the pictures of "
                                + Words.counted(photo.looks().size(), "look"))
                .add("Measuring and embedding", Words.milliseconds(photo.embedding()))
                .html();
    }

    private static String share(int reduction) {
        return reduction == 2 ? "half" : "quarter";
    }
}
