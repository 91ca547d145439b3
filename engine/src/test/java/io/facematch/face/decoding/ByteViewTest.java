package io.facematch.face.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.Reason;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteViewTest {
    private static final int[] OFTEN_IN_JPEGS = {0, 1, 0x7F, 0x80, 0xD0, 0xD9, 0xFE, 0xFF};

    /** Byte by byte, as the standard says: 0xFF, and behind it neither zero nor another 0xFF. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 9, 15, 16, 17, 40, 100})
    void findsEachMarker(int length) throws RefusedImage {
        var random = new Random(length);
        for (var trial = 0; trial < 500; trial++) {
            var bytes = new byte[length];
            for (var at = 0; at < length; at++) {
                bytes[at] = (byte) OFTEN_IN_JPEGS[random.nextInt(trial % OFTEN_IN_JPEGS.length + 1)];
            }
            if (length > 1) {
                bytes[random.nextInt(length)] = (byte) 0xFF;
            }
            for (var from = 0; from <= length; from++) {
                assertThat(new ByteView(bytes).nextMarker(from)).isEqualTo(marker(bytes, from));
            }
        }
    }

    @Test
    void findsMarkersInAPart() throws RefusedImage {
        var bytes = new byte[64];
        bytes[40] = (byte) 0xFF;
        bytes[41] = (byte) 0xD9;

        var view = new ByteView(bytes);

        assertThat(view.part(3, 50).nextMarker(0)).isEqualTo(37);
        assertThat(view.part(3, 38).nextMarker(0)).isEqualTo(-1);
    }

    @Test
    void takesAReadBeyondTheEndForDamage() {
        assertThat(reasonOf(() -> new ByteView(new byte[4]).unsignedInt(1))).isEqualTo(Reason.DAMAGED_FILE);
        assertThat(reasonOf(() -> new ByteView(new byte[4]).nextMarker(5))).isEqualTo(Reason.DAMAGED_FILE);
    }

    private static int marker(byte[] bytes, int from) {
        for (var at = from; at < bytes.length - 1; at++) {
            if ((bytes[at] & 0xFF) == 0xFF && bytes[at + 1] != 0 && (bytes[at + 1] & 0xFF) != 0xFF) {
                return at;
            }
        }
        return -1;
    }

    private static Reason reasonOf(Reading reading) {
        try {
            reading.read();
            throw new AssertionError("not refused");
        } catch (RefusedImage refused) {
            return refused.reason();
        }
    }

    private interface Reading {
        void read() throws RefusedImage;
    }
}
