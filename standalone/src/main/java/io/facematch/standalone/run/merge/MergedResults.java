package io.facematch.standalone.run.merge;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The results of several jobs as one ZIP: the files of all pairs in their order, and one {@code summary.xlsx}. Where two jobs
 * have a file of the same name, that of the later one gets a suffix.
 *
 * @param results of the jobs, in the order of their parts
 */
public record MergedResults(List<Path> results) {
    private static final String SUFFIX = ".json";

    /** Writes the whole ZIP; 100,000 pairs take seconds. */
    public void writeTo(Path file) throws IOException {
        var opened = new ArrayList<ZipFile>();
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (var path : results) {
                opened.add(new ZipFile(path.toFile()));
            }
            var taken = new HashSet<String>();
            var pairs = new ArrayList<Integer>();
            var renamed = new ArrayList<Map<String, String>>();
            for (var part : opened) {
                var otherNames = new HashMap<String, String>();
                pairs.add(copy(part, zip, pairs.size() + 1, taken, otherNames));
                renamed.add(otherNames);
            }
            // A ZIP itself: a second deflate costs time and saves nothing.
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(new ZipEntry(PartWorkbook.NAME));
            new MergedWorkbook(opened, pairs, renamed).writeTo(zip);
            zip.closeEntry();
        } finally {
            for (var part : opened) {
                part.close();
            }
        }
    }

    /** Returns how many files of pairs there are. */
    private static int copy(
            ZipFile part, ZipOutputStream zip, int number, Set<String> taken, Map<String, String> otherNames)
            throws IOException {
        var count = 0;
        for (var member : part.stream().toList()) {
            if (member.getName().equals(PartWorkbook.NAME)) {
                continue;
            }
            count++;
            var name = name(member.getName(), number, taken);
            var copy = new ZipEntry(name);
            copy.setTimeLocal(member.getTimeLocal());
            if (name.equals(member.getName())) {
                copy.setExtra(member.getExtra());
            } else {
                otherNames.put(member.getName(), name);
            }
            zip.putNextEntry(copy);
            try (var content = part.getInputStream(member)) {
                content.transferTo(zip);
            }
            zip.closeEntry();
        }
        return count;
    }

    private static String name(String name, int number, Set<String> taken) {
        var other = name;
        for (var more = 0; !taken.add(other.toLowerCase(Locale.ROOT)); more++) {
            var stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
            other = stem + "~part" + number + (more == 0 ? "" : "-" + more) + SUFFIX;
        }
        return other;
    }

    @Override
    public String toString() {
        return "MergedResults[" + results.size() + "]";
    }
}
