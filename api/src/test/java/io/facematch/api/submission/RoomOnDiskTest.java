package io.facematch.api.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.api.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoomOnDiskTest {
    private static final int BYTES = 40 << 20;

    @Test
    void looksAtTheDiskWhileAnUploadComesIn() throws IOException {
        var looks = new AtomicInteger();
        try (var upload = new RoomOnDisk(new ByteArrayInputStream(new byte[BYTES]), looks::incrementAndGet)) {
            assertThat(upload.readAllBytes()).hasSize(BYTES);
        }
        assertThat(looks).hasValue(2);
    }

    @Test
    void endsAnUploadForWhichThereIsNoMoreRoom() throws IOException {
        try (var upload = new RoomOnDisk(new ByteArrayInputStream(new byte[BYTES]), () -> {
            throw Admission.noRoom();
        })) {
            var chunk = new byte[1 << 20];
            assertThatThrownBy(() -> {
                        while (upload.read(chunk) >= 0) {
                            // Until it is refused.
                        }
                    })
                    .isInstanceOf(Problem.class)
                    .hasMessage("busy");
        }
    }
}
