package io.facematch.standalone.calibration.data;

import java.nio.file.Path;

/**
 * One photo of a known person.
 *
 * @param id path inside the data set, with {@code /}
 * @param person number of the person whose photo it is
 */
public record Photo(String id, int person, Path file) {
    @Override
    public String toString() {
        return "Photo[" + person + "]";
    }
}
