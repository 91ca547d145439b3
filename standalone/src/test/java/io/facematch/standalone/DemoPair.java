package io.facematch.standalone;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What samples/README.md promises about a pair of the demo.
 *
 * @param match the decision; null when there is none
 * @param side whose fault it is that there is none
 */
record DemoPair(
        String stem,
        String image1,
        String image2,
        String status,
        @Nullable Boolean match,
        @Nullable String side) {

    static List<DemoPair> all() {
        return List.of(
                match("mated-01", "jpg", "jpg"),
                match("mated-03", "jpg", "jpg"),
                match("mated-06", "jpg", "jpg"),
                match("mated-04-turned", "jpg", "jpg"),
                match("mated-07-turned", "jpg", "jpg"),
                nonMatch("non-mated-03-05"),
                nonMatch("non-mated-04-06"),
                nonMatch("non-mated-06-12"),
                nonMatch("non-mated-09-01"),
                match("several-faces", "jpg", "jpg"),
                match("sideways", "jpg", "jpg"),
                match("tight-crops", "jpg", "jpg"),
                match("png-and-jpeg", "JPEG", "png"),
                match("bmp-and-tiff", "bmp", "tiff"),
                new DemoPair(
                        "customer01",
                        "branch-a/customer01_image1.jpg",
                        "branch-a/customer01_image2.jpg",
                        "Success",
                        true,
                        null),
                new DemoPair(
                        "customer02",
                        "branch-b/live/customer02_image1.jpg",
                        "branch-b/documents/customer02_image2.jpg",
                        "Success",
                        true,
                        null),
                notCompared("no-face", "NoFaceDetected"),
                notCompared("blurred", "LowQuality"),
                notCompared("dark", "LowQuality"),
                notCompared("truncated", "InvalidImage"),
                notCompared("not-a-photo", "InvalidImage"),
                notCompared("empty", "EmptyImage"));
    }

    private static DemoPair match(String stem, String ending1, String ending2) {
        return new DemoPair(stem, stem + "_image1." + ending1, stem + "_image2." + ending2, "Success", true, null);
    }

    private static DemoPair nonMatch(String stem) {
        return new DemoPair(stem, stem + "_image1.jpg", stem + "_image2.jpg", "Success", false, null);
    }

    private static DemoPair notCompared(String stem, String status) {
        return new DemoPair(stem, stem + "_image1.jpg", stem + "_image2.jpg", status, null, "image1");
    }

    boolean compared() {
        return match != null;
    }
}
