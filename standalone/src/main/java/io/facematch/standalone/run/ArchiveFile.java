package io.facematch.standalone.run;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The archive of a job, with the checks that take no time. The server makes all others. */
record ArchiveFile(Path path) {
    /** Begins the record at the end of every ZIP. */
    private static final String END_RECORD = "PK\5\6";

    /** The record itself and the longest comment that may follow it. */
    private static final int LONGEST_END = 22 + 65_535;

    /** @throws CommandFailed if there is no such file, or if it is no ZIP */
    void require() throws IOException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CommandFailed("there is no file " + path + " that can be read");
        }
        if (!tail().contains(END_RECORD)) {
            throw new CommandFailed(path + " is not a ZIP, or is cut off");
        }
    }

    private String tail() throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var tail = new byte[(int) Math.min(file.length(), LONGEST_END)];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            return new String(tail, StandardCharsets.ISO_8859_1);
        }
    }
}
