package io.facematch.standalone.calibration.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Photos of people, each labelled with its person: all pairs of different persons and all of the same are scored.
 *
 * @param groups by the numbers of the persons
 */
public record PeopleFolder(String name, String description, List<Photo> photos, Groups groups, List<String> notes)
        implements DataSet {

    static PeopleFolder open(Path data, @Nullable Path people) throws IOException {
        var folder = FolderReader.read(data);
        var photos = folder.photos();
        if (photos.size() < 2) {
            throw new UnusableData("there " + (photos.isEmpty() ? "is no photo" : "is only one photo") + " in " + data
                    + ": it should hold a folder of photos for each person, or files named <Name>_<NNNN>.jpg");
        }
        var perPerson = photos.stream().collect(Collectors.groupingBy(Photo::person, Collectors.counting()));
        if (perPerson.size() < 2) {
            throw new UnusableData("all " + photos.size() + " photos in " + data
                    + " are of one person: without pairs of different persons there is no false match rate");
        }
        if (perPerson.values().stream().allMatch(count -> count == 1)) {
            throw new UnusableData("no person in " + data
                    + " has two photos: without pairs of the same person there is no false non-match rate");
        }
        var description = String.format(
                Locale.ROOT,
                "all pairs of %,d photos of %,d people%s, the face nearest to the middle of each",
                photos.size(),
                perPerson.size(),
                folder.listed() ? " as listed in " + PeopleList.FILE : "");
        var notes = new ArrayList<>(folder.notes());
        var groups = groups(people == null ? data.resolve(PeopleFile.FILE) : people, people != null, folder, notes);
        return new PeopleFolder(DataSet.nameOf(data), description, photos, groups, List.copyOf(notes));
    }

    private static Groups groups(Path file, boolean asked, FolderReader.Folder folder, List<String> notes)
            throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            if (asked || Files.exists(file)) {
                throw new UnusableData("there is no file " + file + " that can be read");
            }
            return Groups.NONE;
        }
        var chosen = folder.photos().stream().map(Photo::person).collect(Collectors.toSet());
        var read = PeopleFile.read(file, folder.people(), chosen);
        notes.addAll(read.notes());
        return read.groups();
    }

    @Override
    public void close() {
        // Each photo is opened when it is read.
    }

    @Override
    public String toString() {
        return "PeopleFolder[" + photos.size() + " photos]";
    }
}
