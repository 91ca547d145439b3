package io.facematch.job;

import io.facematch.job.Face.Point;

/** Writes a face as JSON, by hand: it is done twice for each outcome, and there are no strings to escape. */
final class FaceJson {
    private static final int TYPICAL_LENGTH = 400;

    private final StringBuilder json = new StringBuilder(TYPICAL_LENGTH);

    private FaceJson() {}

    static String of(Face face) {
        var writer = new FaceJson();
        writer.write(face);
        return writer.json.toString();
    }

    private void write(Face face) {
        var box = face.box();
        var quality = face.quality();
        json.append("{\"width\":").append(face.width());
        json.append(",\"height\":").append(face.height());
        pixels(",\"box\":{\"x\":", box.x());
        pixels(",\"y\":", box.y());
        pixels(",\"width\":", box.width());
        pixels(",\"height\":", box.height());
        json.append("},\"landmarks\":");
        var before = "[[";
        for (Point point : face.landmarks()) {
            pixels(before, point.x());
            pixels(",", point.y());
            before = "],[";
        }
        share("]],\"confidence\":", face.confidence());
        json.append(",\"faces_found\":").append(face.found());
        json.append(",\"rotation_applied\":").append(face.rotation());
        share(",\"padding_applied\":", face.padding());
        share(",\"quality\":{\"overall\":", quality.overall());
        share(",\"size\":", quality.size());
        share(",\"sharpness\":", quality.sharpness());
        share(",\"exposure\":", quality.exposure());
        share(",\"pose\":", quality.pose());
        json.append("}}");
    }

    private void pixels(String before, double value) {
        json.append(before).append(Math.round(value * 10) / 10.0);
    }

    private void share(String before, double value) {
        json.append(before).append(Math.round(value * 1e4) / 1e4);
    }
}
