package io.facematch.standalone.calibration.data;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchiveLimits;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.RejectedArchive;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A ZIP of pairs as the product takes it, with a label for each: exactly these pairs are scored. */
public final class LabelledArchive implements DataSet {
    private static final int PROBLEMS_SHOWN = 5;

    /** @param same whether both photos show the same person */
    public record LabelledPair(ArchivePair pair, boolean same) {}

    private final String name;
    private final Archive archive;
    private final List<LabelledPair> pairs;
    private final Groups groups;

    private LabelledArchive(String name, Archive archive, List<LabelledPair> pairs, Groups groups) {
        this.name = name;
        this.archive = archive;
        this.pairs = pairs;
        this.groups = groups;
    }

    static LabelledArchive open(Path file) throws IOException {
        // Before the labels: an archive that the API would refuse is refused with the same message.
        var archive = archive(file);
        var opened = false;
        try {
            var labels = Labels.in(file);
            var pairs = labelled(archive.pairs(), labels);
            var groups = labels.groupsOf(
                    archive.pairs().stream().map(ArchivePair::stem).toList());
            opened = true;
            return new LabelledArchive(DataSet.nameOf(file), archive, pairs, groups);
        } finally {
            if (!opened) {
                archive.close();
            }
        }
    }

    private static Archive archive(Path file) throws IOException {
        try {
            return Archive.open(FileChannel.open(file), ArchiveLimits.DEFAULTS);
        } catch (RejectedArchive rejected) {
            var named = rejected.problems().stream().limit(PROBLEMS_SHOWN).toList();
            throw new UnusableData(file + " is neither a folder nor a ZIP of pairs that can be used: "
                    + rejected.getMessage() + (named.isEmpty() ? "" : ", such as " + String.join(", ", named)));
        }
    }

    private static List<LabelledPair> labelled(List<ArchivePair> pairs, Labels labels) {
        labels.requireIn(pairs.stream().map(ArchivePair::stem).toList());
        var labelled = new ArrayList<LabelledPair>();
        var without = new ArrayList<String>();
        for (var pair : pairs) {
            var same = labels.of(pair.stem());
            if (same == null) {
                without.add(pair.stem());
            } else {
                labelled.add(new LabelledPair(pair, same));
            }
        }
        if (!without.isEmpty()) {
            throw new UnusableData(String.format(
                    Locale.ROOT,
                    "without a label in %s: %,d of %,d pairs, such as %s",
                    Labels.FILE,
                    without.size(),
                    pairs.size(),
                    without.getFirst()));
        }
        if (labelled.stream().noneMatch(LabelledPair::same)) {
            throw new UnusableData(
                    Labels.FILE + " has no pair of the same person, so there is no false non-match rate");
        }
        if (labelled.stream().allMatch(LabelledPair::same)) {
            throw new UnusableData(Labels.FILE + " has no pair of different persons, so there is no false match rate");
        }
        return List.copyOf(labelled);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT, "%,d labelled pairs, of several faces in a photo the most alike", pairs.size());
    }

    @Override
    public List<String> notes() {
        var unpaired = archive.unpaired().size();
        return unpaired == 0
                ? List.of()
                : List.of(String.format(Locale.ROOT, "photos without partner that were left out: %,d", unpaired));
    }

    /** Open until this is closed. */
    public Archive archive() {
        return archive;
    }

    public List<LabelledPair> pairs() {
        return pairs;
    }

    @Override
    public Groups groups() {
        return groups;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
