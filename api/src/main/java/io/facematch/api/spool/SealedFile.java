package io.facematch.api.spool;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/**
 * A file that only its key opens. One that was cut off, changed or put under another name does not open: a part of it is
 * never taken for the whole.
 */
public final class SealedFile {
    private static final int SEGMENT_BYTES = 1024 * 1024;
    static final int KEY_BYTES = 32;
    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final byte[] key;
    private final byte[] name;

    /**
     * @param key 32 bytes, the caller's
     * @param name that is sealed in: another file under the same key has another one
     */
    public SealedFile(Path path, byte[] key, String name) {
        this.path = path;
        this.key = key;
        this.name = ("facematch/file/1/" + name).getBytes(StandardCharsets.UTF_8);
    }

    /** A new file, which must not be there yet. It is whole once the stream is closed, and not before. */
    public OutputStream create() throws IOException {
        return encrypting(openNew(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
    }

    private OutputStream encrypting(FileChannel file) throws IOException {
        try {
            return new Durable(Channels.newOutputStream(cipher(key).newEncryptingChannel(file, name)));
        } catch (GeneralSecurityException | IOException e) {
            file.close();
            throw new IOException("the file does not take its seal", e);
        }
    }

    static FileChannel openNew(Path path, Set<? extends OpenOption> options) throws IOException {
        return FileChannel.open(path, options, OWNERS);
    }

    /** What is in it. A read fails where it is not what was written. */
    public InputStream open() throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            return Channels.newInputStream(cipher(key).newDecryptingChannel(file, name));
        } catch (GeneralSecurityException | IOException e) {
            file.close();
            throw new IOException("the file does not open", e);
        }
    }

    static AesGcmHkdfStreaming cipher(byte[] key) throws GeneralSecurityException {
        return new AesGcmHkdfStreaming(key, "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
    }

    /** On the disk itself when it is closed, so that nobody is told of a file that a crash takes away. */
    private final class Durable extends FilterOutputStream {
        private boolean isClosed;

        Durable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (isClosed) {
                return;
            }
            isClosed = true;
            super.close();
            try (var file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.force(true);
            }
        }
    }

    @Override
    public String toString() {
        return "SealedFile[" + path.getFileName() + "]";
    }
}
