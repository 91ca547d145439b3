package io.facematch.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.facematch.payload.PayloadCipher.NotOpened;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCipherTest {
    private static final UUID JOB = UUID.fromString("0198d2a0-0000-7000-8000-000000000001");
    private static final UUID OTHER_JOB = UUID.fromString("0198d2a0-0000-7000-8000-000000000002");
    private static final SealContext CONTEXT = new SealContext("acme", JOB, 7);
    private static final byte[] PROBE = "the selfie".getBytes(StandardCharsets.UTF_8);
    private static final byte[] REFERENCE = "the passport".getBytes(StandardCharsets.UTF_8);

    private final DataKey key = DataKey.random();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300_000, 7 << 20})
    void opensWhatItSealed(int size) throws Exception {
        var probe = randomBytes(size);
        var reference = randomBytes(size / 2);

        var images = PayloadCipher.openImages(
                key, CONTEXT, PayloadCipher.sealImages(key, CONTEXT, ImagePair.of(probe, reference)));

        assertThat(images.probe()).isEqualTo(probe);
        assertThat(images.reference()).isEqualTo(reference);
    }

    /** Sealed by another program, as docs/architecture.md says; messages in a queue outlive a deployment. */
    @Test
    void opensWhatEarlierVersionsSealed() throws Exception {
        var earlier = HexFormat.of()
                .parseHex("0200000026000102030405060708090a0beb95b410e336784ff0042759715740fa4fd9d732649e55f57465"
                        + "0c0d0e0f10111213141516178e940bc84f93d99a6344a16a5c0861fc6c91601777d1fc1f011325b3");
        var counting = new byte[32];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) (i + 1);
        }

        var images = PayloadCipher.openImages(new DataKey(counting), CONTEXT, earlier);

        assertThat(images.probe()).isEqualTo(PROBE);
        assertThat(images.reference()).isEqualTo(REFERENCE);
    }

    @Test
    void opensNames() throws Exception {
        var names = new String[] {"名前", "", "a/b_image1.jpg"};

        var opened = PayloadCipher.openNames(key, CONTEXT, PayloadCipher.sealNames(key, CONTEXT, names));

        assertThat(opened).isEqualTo(names);
    }

    @Test
    void doesNotOpenInAnotherContext() {
        var sealed = sealedImages();

        assertNotOpened(key, new SealContext("acme", JOB, 8), sealed);
        assertNotOpened(key, new SealContext("acme", OTHER_JOB, 7), sealed);
        assertNotOpened(key, new SealContext("acm", JOB, 7), sealed);
        assertNotOpened(key, new SealContext("acme ", JOB, 7), sealed);
        assertNotOpened(key, new SealContext("", JOB, 7), sealed);
    }

    @Test
    void doesNotOpenAsAnotherKindOfContent() {
        var names = PayloadCipher.sealNames(key, CONTEXT, "1234567890");

        assertNotOpened(key, CONTEXT, names);
        assertThatExceptionOfType(NotOpened.class)
                .isThrownBy(() -> PayloadCipher.openNames(key, CONTEXT, sealedImages()));
    }

    @Test
    void doesNotOpenWithAnotherKey() {
        assertNotOpened(DataKey.random(), CONTEXT, sealedImages());
    }

    @Test
    void doesNotOpenWhenCutAnywhere() {
        var sealed = sealedImages();

        for (int length = 0; length < sealed.length; length++) {
            assertNotOpened(key, CONTEXT, Arrays.copyOf(sealed, length));
            assertNotOpened(key, CONTEXT, Arrays.copyOfRange(sealed, sealed.length - length, sealed.length));
        }
    }

    @Test
    void doesNotOpenWhenExtended() {
        var sealed = sealedImages();

        assertNotOpened(key, CONTEXT, Arrays.copyOf(sealed, sealed.length + 1));
    }

    @Test
    void doesNotOpenWithAnyBitFlipped() {
        var sealed = sealedImages();

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            var forged = sealed.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertNotOpened(key, CONTEXT, forged);
        }
    }

    @Test
    void doesNotOpenAnUnknownVersion() {
        for (int version = 0; version < 256; version++) {
            var sealed = sealedImages();
            if (sealed[0] != (byte) version) {
                sealed[0] = (byte) version;
                assertNotOpened(key, CONTEXT, sealed);
            }
        }
    }

    @Test
    void doesNotOpenGarbage() {
        var random = new Random(1);
        for (int n = 0; n < 500; n++) {
            var garbage = new byte[random.nextInt(100)];
            random.nextBytes(garbage);
            if (garbage.length > 0) {
                garbage[0] = 2;
            }
            assertNotOpened(key, CONTEXT, garbage);
        }
    }

    @Test
    void doesNotOpenBoxesThatChangedPlaces() {
        var first = PayloadCipher.sealImages(key, CONTEXT, ImagePair.of(PROBE, PROBE));
        var box = (first.length - 5) / 2;
        var swapped = first.clone();
        System.arraycopy(first, 5, swapped, 5 + box, box);
        System.arraycopy(first, 5 + box, swapped, 5, box);

        assertNotOpened(key, CONTEXT, swapped);
    }

    @Test
    void sealsInTheArrayThatTheImagesAreIn() {
        var pair = ImagePair.of(PROBE, REFERENCE);
        var image = pair.probe();

        PayloadCipher.sealImages(key, CONTEXT, pair);

        assertThat(image).isNotEqualTo(ByteBuffer.wrap(PROBE));
        assertThatIllegalStateException().isThrownBy(pair::probe);
        assertThatIllegalStateException().isThrownBy(() -> PayloadCipher.sealImages(key, CONTEXT, pair));
    }

    @Test
    void sealsTheFirstBytesOfImages() throws Exception {
        var pair = ImagePair.of(PROBE, REFERENCE);
        assertThat(pair.first(PROBE.length, REFERENCE.length)).isSameAs(pair);

        var images = PayloadCipher.openImages(key, CONTEXT, PayloadCipher.sealImages(key, CONTEXT, pair.first(3, 0)));

        assertThat(images.probe()).isEqualTo(Arrays.copyOf(PROBE, 3));
        assertThat(images.reference()).isEmpty();
    }

    @Test
    void neverSealsTheSameThingAlike() {
        assertThat(sealedImages()).isNotEqualTo(sealedImages());
    }

    @Test
    void showsNothingOfTheImagesInTheSealedForm() {
        var probe = new byte[1000];
        Arrays.fill(probe, (byte) 'A');

        var sealed = PayloadCipher.sealImages(key, CONTEXT, ImagePair.of(probe, probe));

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("AAAA");
    }

    @Test
    void refusesAClosedKey() {
        var sealed = sealedImages();
        key.close();

        assertThatIllegalStateException().isThrownBy(this::sealedImages);
        assertThatIllegalStateException().isThrownBy(() -> PayloadCipher.openImages(key, CONTEXT, sealed));
        assertThatIllegalStateException().isThrownBy(key::copy);
        assertThatIllegalStateException().isThrownBy(() -> MasterKeyTest.KEY.wrap(key));
    }

    @Test
    void keepsACopyOpenWhenTheOriginalIsClosed() throws Exception {
        var sealed = sealedImages();
        var copy = key.copy();
        key.close();

        assertThat(PayloadCipher.openImages(copy, CONTEXT, sealed).probe()).isEqualTo(PROBE);
    }

    @Test
    void keepsSecretsOutOfTexts() throws Exception {
        var images = PayloadCipher.openImages(key, CONTEXT, sealedImages());

        assertThat(images).hasToString("Images[10 bytes, 12 bytes]");
        assertThat(key).hasToString("DataKey[32 bytes]");
    }

    private byte[] sealedImages() {
        return PayloadCipher.sealImages(key, CONTEXT, ImagePair.of(PROBE, REFERENCE));
    }

    private static void assertNotOpened(DataKey key, SealContext context, byte[] sealed) {
        assertThatExceptionOfType(NotOpened.class)
                .isThrownBy(() -> PayloadCipher.openImages(key, context, sealed))
                .withMessage("sealed content did not open")
                .withNoCause();
    }

    private static byte[] randomBytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
