package io.facematch.standalone.calibration.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * LFW's list of the people of a test: their number, then a line with name and number of photos for each.
 *
 * @param stems names of the photos' files, without folder and ending
 */
record PeopleList(Set<String> stems) {
    static final String FILE = "peopleDevTest.txt";
    private static final Pattern LINE = Pattern.compile("(\\S+)\\t(\\d{1,4})");

    /** Empty when the folder has no such list. */
    static Optional<PeopleList> in(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private static PeopleList read(Path file) throws IOException {
        try {
            var lines = Files.readAllLines(file);
            var stems = new LinkedHashSet<String>();
            for (var number = 1; number < lines.size(); number++) {
                var line = LINE.matcher(lines.get(number).stripTrailing());
                if (!line.matches()) {
                    throw new UnusableData(
                            FILE + ", line " + (number + 1) + ": not a name, a tab and a number of photos");
                }
                IntStream.rangeClosed(1, Integer.parseInt(line.group(2)))
                        .forEach(photo -> stems.add(String.format(Locale.ROOT, "%s_%04d", line.group(1), photo)));
            }
            return new PeopleList(stems);
        } catch (CharacterCodingException notText) {
            throw new UnusableData(FILE + " is not UTF-8 text");
        }
    }

    @Override
    public String toString() {
        return "PeopleList[" + stems.size() + " photos]";
    }
}
