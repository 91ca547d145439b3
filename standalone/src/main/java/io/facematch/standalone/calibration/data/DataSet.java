package io.facematch.standalone.calibration.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Photos of known persons. */
public sealed interface DataSet extends AutoCloseable permits PeopleFolder, LabelledArchive {

    /**
     * Opens a folder of people or a labelled ZIP, and checks it as far as possible without decoding photos.
     *
     * @param people the groups of a folder's people; null for the {@code people.csv} in the folder, if there is one
     * @throws UnusableData if it is neither, or if nothing could be measured with it
     */
    static DataSet open(Path data, @Nullable Path people) throws IOException {
        if (!Files.isReadable(data)) {
            throw new UnusableData("there is no file or folder " + data + " that can be read");
        }
        if (Files.isDirectory(data)) {
            return PeopleFolder.open(data, people);
        }
        if (people != null) {
            throw new UnusableData("--people is for a folder; in a ZIP the columns of " + Labels.FILE + " name groups");
        }
        return LabelledArchive.open(data);
    }

    /** Made of the name of the file or folder; letters, digits, dots, hyphens and underscores only. */
    String name();

    /** What is compared with what, in words and numbers. */
    String description();

    /** What of the data was not used, and why. */
    List<String> notes();

    /** That its people belong to. */
    Groups groups();

    @Override
    void close() throws IOException;

    /** A name for the data that is fit for an id. */
    static String nameOf(Path data) {
        var name = data.toAbsolutePath().normalize().getFileName();
        return slug(name == null ? "" : name.toString().replaceFirst("(?i)\\.zip$", ""));
    }

    /** In letters, digits, dots, hyphens and underscores. */
    static String slug(String text) {
        var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        return slug.isEmpty() ? "data" : slug;
    }
}
