package io.facematch.standalone.benchmark.measured;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedPhotosTest {

    @Test
    void areTheSameAtEveryRunAndOfOrdinarySizes() throws IOException {
        var photos = new GeneratedPhotos().ordinary(40);

        assertThat(photos).hasSize(40).containsExactlyElementsOf(new GeneratedPhotos().ordinary(40));
        for (var photo : photos) {
            var picture = ImageIO.read(new ByteArrayInputStream(photo));
            assertThat(Math.max(picture.getWidth(), picture.getHeight())).isBetween(250, 640);
        }
    }

    @Test
    void comeAsLargeAsThoseOfPhones() throws IOException {
        var picture = ImageIO.read(
                new ByteArrayInputStream(new GeneratedPhotos().large(1).getFirst()));

        assertThat(picture.getWidth() * picture.getHeight()).isBetween(11_900_000, 12_100_000);
    }

    @Test
    void makeAnArchiveOfAnyNumberOfPairs(@TempDir Path folder) throws IOException {
        var archive = folder.resolve("pairs.zip");

        PairArchive.write(archive, new GeneratedPhotos().ordinary(6), 20);

        try (var zip = new ZipFile(archive.toFile())) {
            assertThat(zip.size()).isEqualTo(40);
            assertThat(zip.getEntry("pair-000019_image1.jpg")).isNotNull();
            assertThat(zip.getEntry("pair-000019_image2.jpg")).isNotNull();
        }
    }
}
