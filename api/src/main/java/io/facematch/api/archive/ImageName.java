package io.facematch.api.archive;

import io.facematch.verification.Role;
import org.jspecify.annotations.Nullable;

/** What a member's name says about its place in a pair: {@code <stem>_image1.<ext>} or {@code <stem>_image2.<ext>}. */
record ImageName(String stem, Role role) {

    private static final String SUFFIX = "_image";

    /** Null for a name that is no image of a pair: a folder, a file that an operating system added, any other file. */
    static @Nullable ImageName of(String path) {
        String unified = path.replace('\\', '/');
        String name = unified.substring(unified.lastIndexOf('/') + 1);
        if (name.startsWith("._") || unified.startsWith("__MACOSX/") || unified.contains("/__MACOSX/")) {
            return null;
        }
        for (int at = name.lastIndexOf(SUFFIX); at >= 0; at = name.lastIndexOf(SUFFIX, at - 1)) {
            int digit = at + SUFFIX.length();
            Role role =
                    name.startsWith(".", digit + 1) && name.length() > digit + 2 ? roleOf(name.charAt(digit)) : null;
            if (role != null) {
                return new ImageName(name.substring(0, at), role);
            }
        }
        return null;
    }

    private static @Nullable Role roleOf(char digit) {
        return switch (digit) {
            case '1' -> Role.PROBE;
            case '2' -> Role.REFERENCE;
            default -> null;
        };
    }

    boolean hasEmptyStem() {
        return stem.isBlank();
    }

    @Override
    public String toString() {
        return "ImageName[" + role + "]";
    }
}
