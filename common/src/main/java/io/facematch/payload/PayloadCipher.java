package io.facematch.payload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals the two images of a pair, and the names that belong to it. AES-256-GCM under a subkey of the job's data key;
 * tenant, job, index and kind of content are associated data, so a sealed body that is moved to another pair, job or
 * tenant does not open.
 *
 * <p>Sealed names: version (1 byte), nonce (12), ciphertext, tag (16). Sealed images: version, size of the first box (4
 * bytes), then a box for the probe and one for the reference, each of nonce, ciphertext and tag.
 */
public final class PayloadCipher {
    private static final byte VERSION = 1;
    /** Until 0.1, one box held both images. */
    private static final byte VERSION_OF_IMAGES = 2;

    private static final int NONCE_BYTES = ImagePair.NONCE_BYTES;
    static final int TAG_BYTES = ImagePair.TAG_BYTES;
    private static final String PROBE = "probe";
    private static final String REFERENCE = "reference";
    private static final String REFERENCE_TEXTS = "client-reference";
    private static final String WEBHOOK_TEXTS = "webhook";
    private static final int WARM_UP_BYTES = 4096;
    private static final int WARM_UP_CALLS = 3000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PayloadCipher() {}

    /** Sealed content did not open: it is altered, cut off, of an unknown version, or in another context. */
    public static final class NotOpened extends Exception {
        NotOpened() {
            super("sealed content did not open");
        }
    }

    /** Seals the images where they are. The pair is empty afterwards. */
    public static byte[] sealImages(DataKey key, SealContext context, ImagePair pair) {
        var sealed = pair.take();
        sealed[0] = VERSION_OF_IMAGES;
        sealInPlace(key, PROBE, context, sealed, pair.probeAt(), pair.probeBytes());
        sealInPlace(key, REFERENCE, context, sealed, pair.referenceAt(), pair.referenceBytes());
        return sealed;
    }

    /** @param at where the content begins; the nonce goes before it, the tag behind it */
    private static void sealInPlace(
            DataKey key, String content, SealContext context, byte[] array, int at, int length) {
        try {
            var nonce = newNonce();
            System.arraycopy(nonce, 0, array, at - NONCE_BYTES, NONCE_BYTES);
            cipher(Cipher.ENCRYPT_MODE, key, content, context, nonce).doFinal(array, at, length, array, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES-GCM", e);
        }
    }

    /** The two encoded images of a pair, in memory only. */
    public record Images(byte[] probe, byte[] reference) {
        @Override
        public String toString() {
            return "Images[" + probe.length + " bytes, " + reference.length + " bytes]";
        }
    }

    public static Images openImages(DataKey key, SealContext context, byte[] sealed) throws NotOpened {
        if (sealed.length < ImagePair.SEAL_BYTES || sealed[0] != VERSION_OF_IMAGES) {
            throw new NotOpened();
        }
        var boxes = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        var first = boxes.getInt();
        var smallest = NONCE_BYTES + TAG_BYTES;
        if (first < smallest || first > boxes.remaining() - smallest) {
            throw new NotOpened();
        }
        var at = boxes.position();
        return new Images(
                openBox(key, PROBE, context, sealed, at, first),
                openBox(key, REFERENCE, context, sealed, at + first, boxes.remaining() - first));
    }

    /** Seals names. They are separated by NUL and must not contain one. */
    public static byte[] sealNames(DataKey key, SealContext context, String... names) {
        return seal(key, "names", context, String.join("\0", names).getBytes(StandardCharsets.UTF_8));
    }

    public static String[] openNames(DataKey key, SealContext context, byte[] sealed) throws NotOpened {
        return new String(open(key, "names", context, sealed), StandardCharsets.UTF_8).split("\0", -1);
    }

    /** Seals what a client says about a submission. The texts are separated by NUL and must not contain one. */
    public static byte[] sealReference(DataKey key, SealContext context, String... texts) {
        return seal(key, REFERENCE_TEXTS, context, String.join("\0", texts).getBytes(StandardCharsets.UTF_8));
    }

    public static String[] openReference(DataKey key, SealContext context, byte[] sealed) throws NotOpened {
        return new String(open(key, REFERENCE_TEXTS, context, sealed), StandardCharsets.UTF_8).split("\0", -1);
    }

    /** Seals what belongs to a webhook. The texts are separated by NUL and must not contain one. */
    public static byte[] sealWebhook(DataKey key, SealContext context, String... texts) {
        return seal(key, WEBHOOK_TEXTS, context, String.join("\0", texts).getBytes(StandardCharsets.UTF_8));
    }

    public static String[] openWebhook(DataKey key, SealContext context, byte[] sealed) throws NotOpened {
        return new String(open(key, WEBHOOK_TEXTS, context, sealed), StandardCharsets.UTF_8).split("\0", -1);
    }

    /**
     * Seals and opens small contents until the JVM has compiled AES-GCM, which depends on the number of calls.
     * Otherwise the first archive would be sealed at a fifth of the speed.
     */
    static void warmUp() {
        try (var key = DataKey.random()) {
            var context = new SealContext("warm-up", new UUID(0, 0), 0);
            var image = new byte[WARM_UP_BYTES];
            for (int i = 0; i < WARM_UP_CALLS; i++) {
                openImages(key, context, sealImages(key, context, ImagePair.of(image, image)));
            }
        } catch (NotOpened e) {
            throw new IllegalStateException("AES-GCM does not open what it sealed", e);
        }
    }

    private static byte[] seal(DataKey key, String content, SealContext context, byte[] plain) {
        try {
            var nonce = newNonce();
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, content, context, nonce);
            var sealed = new byte[1 + NONCE_BYTES + plain.length + TAG_BYTES];
            sealed[0] = VERSION;
            System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES-GCM", e);
        }
    }

    private static byte[] open(DataKey key, String content, SealContext context, byte[] sealed) throws NotOpened {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] != VERSION) {
            throw new NotOpened();
        }
        return openBox(key, content, context, sealed, 1, sealed.length - 1);
    }

    /** @param at where the box begins, with its nonce */
    private static byte[] openBox(DataKey key, String content, SealContext context, byte[] array, int at, int length)
            throws NotOpened {
        try {
            var nonce = Arrays.copyOfRange(array, at, at + NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, key, content, context, nonce)
                    .doFinal(array, at + NONCE_BYTES, length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new NotOpened();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES-GCM", e);
        }
    }

    private static byte[] newNonce() {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    private static Cipher cipher(int mode, DataKey key, String content, SealContext context, byte[] nonce)
            throws GeneralSecurityException {
        var associated = associatedData(content, context);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.subkey("AES", associated), new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** Every variable part carries its length, so no two contexts share an encoding. */
    static byte[] associatedData(String content, SealContext context) {
        var kind = content.getBytes(StandardCharsets.UTF_8);
        var tenant = context.tenant().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 + 1 + kind.length + Integer.BYTES + tenant.length + 2 * Long.BYTES + Integer.BYTES)
                .put(new byte[] {'F', 'M', VERSION})
                .put((byte) kind.length)
                .put(kind)
                .putInt(tenant.length)
                .put(tenant)
                .putLong(context.job().getMostSignificantBits())
                .putLong(context.job().getLeastSignificantBits())
                .putInt(context.index())
                .array();
    }
}
