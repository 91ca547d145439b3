package io.facematch.api.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;

/**
 * For what is written once, then read, and then gone; also when the process dies. Encrypted under a key that only this
 * object has.
 */
public final class ScratchFile implements AutoCloseable {
    private static final byte[] NO_NAME = {};

    private final FileChannel file;
    private final byte[] key = new byte[SealedFile.KEY_BYTES];

    /** @param directory an existing one */
    public ScratchFile(Path directory) throws IOException {
        new SecureRandom().nextBytes(key);
        file = SealedFile.openNew(
                directory.resolve("spool-" + UUID.randomUUID()),
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** Once. To be closed before {@link #read}. */
    public OutputStream write() throws IOException {
        try {
            return Channels.newOutputStream(SealedFile.cipher(key).newEncryptingChannel(new FileView(file), NO_NAME));
        } catch (GeneralSecurityException e) {
            throw new IOException("the file does not take its seal", e);
        }
    }

    /** From its beginning. */
    public InputStream read() throws IOException {
        try {
            return Channels.newInputStream(
                    SealedFile.cipher(key).newSeekableDecryptingChannel(new FileView(file), NO_NAME));
        } catch (GeneralSecurityException e) {
            throw new IOException("the file does not open", e);
        }
    }

    @Override
    public void close() throws IOException {
        Arrays.fill(key, (byte) 0);
        file.close();
    }

    @Override
    public String toString() {
        return "ScratchFile";
    }
}
