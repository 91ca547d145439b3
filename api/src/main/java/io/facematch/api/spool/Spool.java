package io.facematch.api.spool;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.payload.DataKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An upload that will become a job, encrypted on disk under a key of its own. Close it when its pairs are published, or
 * when another one is to go on.
 *
 * <p>In a folder that is not durable, the file has no name on Linux from the start, so that it is gone even after a crash.
 * In a durable one it has a name, and goes when this is closed unless it is to be kept.
 */
public final class Spool implements AutoCloseable {

    /** Fewer and larger segments read faster: 0.6 to 0.9 GB/s against 0.2 to 0.4 with 64 KiB. */
    private static final int SEGMENT_BYTES = 1024 * 1024;

    private static final int KEY_BYTES = 32;
    private static final int COPY_BYTES = 64 * 1024;
    private static final byte[] ASSOCIATED_DATA = "facematch/spool/1".getBytes(StandardCharsets.US_ASCII);

    private final SpoolFile file;
    private final DataKey key;
    private final byte[] fileKey;
    private long size;
    private byte[] digest = {};

    /** @param key becomes this object's own */
    private Spool(SpoolFile file, DataKey key) {
        this.file = file;
        this.key = key;
        this.fileKey = key.ofFile("spool");
    }

    /**
     * Receives the body to its end; closing {@code body} is left to the caller.
     *
     * @param digestKey key of the digest, any length but zero; not kept
     * @throws RejectedArchive as soon as the body exceeds {@code maxBytes}; nothing is left on disk
     */
    public static Spool receive(InputStream body, SpoolFolder folder, long maxBytes, byte[] digestKey)
            throws IOException {
        Spool spool = new Spool(folder.newFile(), DataKey.random());
        boolean received = false;
        try {
            spool.write(body, maxBytes, digestKey);
            received = true;
            return spool;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no AES-GCM or HMAC-SHA256 in this JDK", e);
        } finally {
            if (!received) {
                spool.close();
            }
        }
    }

    /**
     * One that was received before, perhaps by another process. It is kept when this is closed.
     *
     * @param name of its file
     * @param key of the one before; becomes this object's own
     * @throws java.nio.file.NoSuchFileException when the file is gone
     */
    public static Spool reopen(SpoolFolder folder, String name, DataKey key) throws IOException {
        var path = folder.path(name);
        try {
            var channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new Spool(new SpoolFile(channel, path, closed -> {}).kept(), key);
        } catch (IOException e) {
            key.close();
            throw e;
        }
    }

    private void write(InputStream body, long maxBytes, byte[] digestKey) throws IOException, GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(digestKey, "HmacSHA256"));
        byte[] chunk = new byte[COPY_BYTES];
        try (WritableByteChannel sealed =
                cipher().newEncryptingChannel(new FileView(file.channel()), ASSOCIATED_DATA)) {
            for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
                size += count;
                if (size > maxBytes) {
                    throw new RejectedArchive(RejectedArchive.Code.TOO_LARGE, "limit " + maxBytes + " bytes");
                }
                mac.update(chunk, 0, count);
                ByteBuffer plain = ByteBuffer.wrap(chunk, 0, count);
                while (plain.hasRemaining()) {
                    sealed.write(plain);
                }
            }
        } finally {
            Arrays.fill(chunk, (byte) 0);
        }
        digest = mac.doFinal();
    }

    /** The upload in the clear, for random access. Each channel has its own position; closing it keeps the spool. */
    public SeekableByteChannel open() throws IOException {
        if (!file.channel().isOpen()) {
            throw new IOException("the spool is closed");
        }
        try {
            return cipher().newSeekableDecryptingChannel(new FileView(file.channel()), ASSOCIATED_DATA);
        } catch (GeneralSecurityException e) {
            throw new IOException("the spool does not open", e);
        }
    }

    /** Bytes received. */
    public long size() {
        return size;
    }

    /** HMAC-SHA256 of the body, by which a repeated request is told from a different one. */
    public byte[] digest() {
        return digest.clone();
    }

    /** Opens the file; stays this object's own. */
    public DataKey key() {
        return key;
    }

    /** Under which it can be opened again; null when it has no name, so that nobody can. */
    public @Nullable String name() {
        return file.name();
    }

    /**
     * Returns when the upload outlives a loss of power, and keeps it from then on: whoever calls this sees to it that
     * somebody knows its name and key, or {@link SpoolFolder#removeAbandoned} takes it away.
     */
    public void keep() throws IOException {
        file.keep();
    }

    /** Wipes our key; copies inside the cipher go with the garbage collector. Deletes the file unless it is kept. */
    @Override
    public void close() throws IOException {
        key.close();
        Arrays.fill(fileKey, (byte) 0);
        file.close();
    }

    private AesGcmHkdfStreaming cipher() throws GeneralSecurityException {
        return new AesGcmHkdfStreaming(fileKey, "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
    }

    @Override
    public String toString() {
        return "Spool[" + size + " bytes]";
    }
}
