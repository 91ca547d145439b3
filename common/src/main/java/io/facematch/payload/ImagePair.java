package io.facematch.payload;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The two encoded images of a pair, in memory only, in the array in which they are sealed: so that a pair that may have 15
 * MiB is there once. For one thread at a time.
 *
 * <p>The array is a message as {@link PayloadCipher} makes it: version, size of the first box, and a box for each image, of
 * nonce, content and tag.
 */
public final class ImagePair {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = 1 + Integer.BYTES;
    private static final int BOX_BYTES = NONCE_BYTES + TAG_BYTES;
    /** How much longer than its images a sealed pair is. */
    public static final int SEAL_BYTES = HEAD_BYTES + 2 * BOX_BYTES;

    private final int probeBytes;
    private final int referenceBytes;
    private byte @Nullable [] message;

    /** Images of so many bytes, still to be filled in. */
    public ImagePair(int probeBytes, int referenceBytes) {
        this.probeBytes = probeBytes;
        this.referenceBytes = referenceBytes;
        this.message = new byte[SEAL_BYTES + probeBytes + referenceBytes];
    }

    public static ImagePair of(byte[] probe, byte[] reference) {
        var pair = new ImagePair(probe.length, reference.length);
        pair.probe().put(probe);
        pair.reference().put(reference);
        return pair;
    }

    /** The probe's bytes themselves, to be read or filled in. */
    public ByteBuffer probe() {
        return ByteBuffer.wrap(message(), probeAt(), probeBytes).slice();
    }

    /** The reference's bytes themselves, to be read or filled in. */
    public ByteBuffer reference() {
        return ByteBuffer.wrap(message(), referenceAt(), referenceBytes).slice();
    }

    /** The same pair with so many of the first bytes of each image; itself when these are all. */
    public ImagePair first(int ofProbe, int ofReference) {
        if (ofProbe == probeBytes && ofReference == referenceBytes) {
            return this;
        }
        var shorter = new ImagePair(ofProbe, ofReference);
        shorter.probe().put(probe().limit(ofProbe));
        shorter.reference().put(reference().limit(ofReference));
        message = null;
        return shorter;
    }

    /** Of both images together. */
    public long bytes() {
        return (long) probeBytes + referenceBytes;
    }

    int probeAt() {
        return HEAD_BYTES + NONCE_BYTES;
    }

    int referenceAt() {
        return HEAD_BYTES + BOX_BYTES + probeBytes + NONCE_BYTES;
    }

    int probeBytes() {
        return probeBytes;
    }

    int referenceBytes() {
        return referenceBytes;
    }

    /** The array, which belongs to the caller from now on: the images are gone. */
    byte[] take() {
        var taken = message();
        message = null;
        ByteBuffer.wrap(taken).put((byte) 0).putInt(BOX_BYTES + probeBytes);
        return taken;
    }

    private byte[] message() {
        if (message == null) {
            throw new IllegalStateException("this pair was sealed");
        }
        return message;
    }

    @Override
    public String toString() {
        return "ImagePair[" + probeBytes + " bytes, " + referenceBytes + " bytes]";
    }
}
