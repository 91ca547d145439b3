package io.facematch.standalone.calibration.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Photos of known persons. */
public sealed interface DataSet extends AutoCloseable permits PeopleFolder, LabelledArchive {

    /**
     * Opens a folder of people or a labelled ZIP, and checks it as far as possible without decoding photos.
     *
     * @throws UnusableData if it is neither, or if nothing could be measured with it
     */
    static DataSet open(Path data) throws IOException {
        if (!Files.isReadable(data)) {
            throw new UnusableData("there is no file or folder " + data + " that can be read");
        }
        return Files.isDirectory(data) ? PeopleFolder.open(data) : LabelledArchive.open(data);
    }

    /** Made of the name of the file or folder; letters, digits, dots, hyphens and underscores only. */
    String name();

    /** What is compared with what, in words and numbers. */
    String description();

    /** What of the data was not used, and why. */
    List<String> notes();

    @Override
    void close() throws IOException;

    /** A name for the data that is fit for an id. */
    static String nameOf(Path data) {
        var name = data.toAbsolutePath().normalize().getFileName();
        var plain = name == null ? "" : name.toString().replaceFirst("(?i)\\.zip$", "");
        var slug = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        return slug.isEmpty() ? "data" : slug;
    }
}
