package io.facematch.standalone.run.input;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.api.archive.StemRule;
import io.facematch.standalone.calibration.data.Labels;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The photos in a folder and in those below it, paired by their names as in an archive. Links are not followed; hidden files
 * and what macOS adds are left out.
 */
final class PhotoFolder {
    private static final String OF_MACOS = "__MACOSX";
    private static final int MOST_LABEL_BYTES = 32 << 20;

    private record Found(Path file, long bytes, long modified) {
        @Override
        public String toString() {
            return "Found[" + bytes + " bytes]";
        }
    }

    private final Path root;
    /** By their path within the folder, in the order of that, so that the same folder is the same everywhere. */
    private final Map<String, Found> files = new TreeMap<>();

    private final Problems problems = new Problems();
    private final List<String> notes = new ArrayList<>();
    private int links;

    private PhotoFolder(Path root) {
        this.root = root;
    }

    static Input read(Path root, StemRule stems) throws IOException {
        var folder = new PhotoFolder(root);
        folder.gather();
        return folder.pair(stems);
    }

    private void gather() throws IOException {
        Files.walkFileTree(root.resolve("."), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isSymbolicLink()) {
                    links++;
                } else if (attributes.isRegularFile() && !isLeftOut(file)) {
                    files.put(
                            name(file),
                            new Found(
                                    file,
                                    attributes.size(),
                                    attributes.lastModifiedTime().toMillis()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) {
                problems.add(CommandFailed.inWords(failed));
                return FileVisitResult.CONTINUE;
            }
        });
        problems.refuseIfAny();
        if (links > 0) {
            notes.add("Symbolic links are not followed: " + links);
        }
    }

    private boolean isLeftOut(Path path) {
        var name = path.getFileName().toString();
        return !name.equals(".") && (name.startsWith(".") || name.equals(OF_MACOS));
    }

    private String name(Path file) {
        return root.resolve(".").relativize(file).toString();
    }

    private Input pair(StemRule stems) throws IOException {
        if (files.isEmpty()) {
            throw new CommandFailed("there is no photo in " + root
                    + ": it should hold pairs named <stem>_image1.<ext> and <stem>_image2.<ext>");
        }
        try (Archive archive = MemberNames.read(List.copyOf(files.keySet()), stems)) {
            var pairs = new ArrayList<InputPair>();
            for (var pair : archive.pairs()) {
                pairs.add(new InputPair(pair.stem(), photo(pair.image1Path()), photo(pair.image2Path())));
            }
            problems.refuseIfAny();
            var labels = labels(pairs);
            return new Input(
                    List.copyOf(pairs),
                    archive.unpaired(),
                    stems,
                    null,
                    labels,
                    List.copyOf(notes),
                    Input.NOTHING_OPEN);
        } catch (RejectedArchive rejected) {
            throw Problems.of(root, rejected);
        }
    }

    private InputPhoto photo(String name) {
        var found = files.get(name);
        if (found == null) {
            throw new IllegalStateException("a pair has a name that no file has");
        }
        if (!Files.isReadable(found.file())) {
            problems.add(root.resolve(name) + " can't be read: permission denied");
        }
        return InputPhoto.of(name, found.file(), found.bytes(), found.modified());
    }

    /** Not asked for, so a table that means something else refuses nothing. */
    private Map<String, Boolean> labels(List<InputPair> pairs) throws IOException {
        if (!files.containsKey(Labels.FILE)) {
            return Map.of();
        }
        try {
            return Input.labelsOf(
                    pairs, Labels.parse(Labels.FILE, Input.limited(root.resolve(Labels.FILE), MOST_LABEL_BYTES)));
        } catch (UnusableData | CommandFailed unusable) {
            notes.add("No error rates: " + unusable.getMessage());
            return Map.of();
        }
    }

    @Override
    public String toString() {
        return "PhotoFolder[" + files.size() + " files]";
    }
}
