package io.facematch.api.archive;

import io.facematch.verification.Role;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a member's name says about its place in a pair: {@code <stem>_image1.<ext>} or {@code <stem>_image2.<ext>}, in
 * any letter case.
 *
 * @param key equal for stems that are one
 */
record ImageName(String stem, String key, Role role) {

    private static final Pattern SUFFIX =
            Pattern.compile("_image([12])[.](?=.)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** What people write when they mean a suffix: "-image1", "_image1 (1)", "_img2". */
    private static final Pattern NEAR_SUFFIX =
            Pattern.compile("(?:image|img)[ _.-]?0*[12](?![0-9])", Pattern.CASE_INSENSITIVE);

    /**
     * Null for a name that is no image of a pair: a folder, a file that an operating system added, any other file.
     *
     * @param isGuessed whether the letters of the path are only a guess; then a backslash may be half of one
     */
    static @Nullable ImageName of(String path, boolean isGuessed, StemRule stems) {
        String name = fileName(path, isGuessed);
        String folder = stems == StemRule.PATH ? folder(path, isGuessed) : "";
        Matcher suffix = SUFFIX.matcher(name);
        ImageName last = null;
        while (suffix.find()) {
            String own = name.substring(0, suffix.start());
            String stem = own.isBlank() ? own : folder + own;
            last = new ImageName(
                    stem,
                    isGuessed ? stem : ArchivePair.key(stem),
                    suffix.group(1).equals("1") ? Role.PROBE : Role.REFERENCE);
        }
        return last;
    }

    /** For a name that is no image of a pair: whether it was probably meant as one. */
    static boolean isNearMiss(String path, boolean isGuessed) {
        return NEAR_SUFFIX.matcher(fileName(path, isGuessed)).find();
    }

    /** Empty for what macOS adds to an archive. */
    private static String fileName(String path, boolean isGuessed) {
        String unified = unified(path, isGuessed);
        String name = unified.substring(unified.lastIndexOf('/') + 1);
        boolean isLeftover = name.startsWith("._") || unified.startsWith("__MACOSX/") || unified.contains("/__MACOSX/");
        return isLeftover ? "" : name;
    }

    /** With a slash at its end; empty at the top. "./a/" and "a//" are "a/". */
    private static String folder(String path, boolean isGuessed) {
        String unified = unified(path, isGuessed);
        return Arrays.stream(unified.substring(0, unified.lastIndexOf('/') + 1).split("/"))
                .filter(component -> !component.isEmpty() && !component.equals("."))
                .map(component -> component + "/")
                .collect(Collectors.joining());
    }

    private static String unified(String path, boolean isGuessed) {
        return isGuessed ? path : path.replace('\\', '/');
    }

    boolean hasEmptyStem() {
        return stem.isBlank();
    }

    @Override
    public String toString() {
        return "ImageName[" + role + "]";
    }
}
