package io.facematch.api.audit.export.background;

import io.facematch.api.audit.export.background.ExportJobs.File;
import io.facematch.api.spool.SealedFile;
import io.facematch.api.submission.SubmissionSettings;
import io.facematch.payload.DataKey;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The files of exports in the spool folder: sealed, one for each attempt to make one. */
@Component
class ExportFiles {
    private static final Pattern NAME = Pattern.compile("export-([0-9a-f-]{36})-([0-9]{1,9})");
    private static final long RESERVE = 512L << 20;
    /** After so many bytes it is looked again whether there is room. */
    private static final long STRIDE = 64L << 20;

    private final Path folder;
    private final long maxBytes;

    ExportFiles(SubmissionSettings submission, ExportJobSettings settings) {
        this.folder = submission.spoolDirectory();
        this.maxBytes = settings.maxDisk().toBytes();
    }

    /** The disk is nearly full, or exports have their share of it. */
    static final class NoRoom extends IOException {
        NoRoom() {
            super("no room for an export");
        }
    }

    /** What is written to a file: how much, and its SHA-256. */
    static final class Written extends FilterOutputStream {
        private final MessageDigest digest = sha256();
        private final ExportFiles files;
        private long bytes;
        private long nextLook;

        private Written(OutputStream out, ExportFiles files) {
            super(out);
            this.files = files;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] some, int offset, int length) throws IOException {
            if (bytes >= nextLook) {
                nextLook = bytes + STRIDE;
                files.requireRoom();
            }
            out.write(some, offset, length);
            digest.update(some, offset, length);
            bytes += length;
        }

        long bytes() {
            return bytes;
        }

        /** To be called once. */
        byte[] sha256Sum() {
            return digest.digest();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /** Where files are put, also those that are of no use when they are closed. */
    Path folder() {
        return folder;
    }

    /** A new file, which is whole once it is closed. */
    Written create(ExportJob job, DataKey key) throws IOException {
        return new Written(sealed(job, key).create(), this);
    }

    private void requireRoom() throws IOException {
        var used = 0L;
        for (var file : all()) {
            used += size(path(file));
        }
        if (used >= maxBytes || Files.getFileStore(folder).getUsableSpace() < RESERVE) {
            throw new NoRoom();
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Empty if the file is not in the spool of this process. */
    Optional<InputStream> open(ExportJob job, DataKey key) throws IOException {
        try {
            return Optional.of(sealed(job, key).open());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private SealedFile sealed(ExportJob job, DataKey key) {
        var name = job.id() + "-" + job.attempts();
        return new SealedFile(path(new File(job.id(), job.attempts())), key.ofFile(name), name);
    }

    void delete(File file) throws IOException {
        Files.deleteIfExists(path(file));
    }

    private Path path(File file) {
        return folder.resolve("export-" + file.id() + "-" + file.attempt());
    }

    /** Those in this spool, whatever became of them. */
    List<File> all() throws IOException {
        var files = new ArrayList<File>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "export-*")) {
            for (var path : stream) {
                var name = NAME.matcher(path.getFileName().toString());
                if (name.matches()) {
                    files.add(new File(UUID.fromString(name.group(1)), Integer.parseInt(name.group(2))));
                }
            }
        }
        return files;
    }
}
