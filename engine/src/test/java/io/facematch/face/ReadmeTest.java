package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.Verification.Compared;
import io.facematch.face.Verification.NotCompared;
import io.facematch.verification.OperatingPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of the README compiles, because it stands here too, and does what it says. */
class ReadmeTest {
    private static final Path SOURCE = Path.of("src/test/java/io/facematch/face/ReadmeTest.java");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsTheLinesThatRunHere() throws IOException {
        var readme = EXAMPLE.matcher(Files.readString(Path.of("README.md")));

        assertThat(readme.find()).isTrue();
        assertThat(withoutMargin(Files.readString(SOURCE))).containsSequence(withoutMargin(readme.group(1)));
    }

    @Test
    void comparesTwoPhotos() throws IOException {
        var console = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            compare(Portraits.path("person01_selfie"), Portraits.path("person01_id"));
        } finally {
            System.setOut(console);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).anyMatch(line -> line.startsWith("MATCH 0."));
    }

    @SuppressWarnings("SystemOut")
    private static void compare(Path selfie, Path document) throws IOException {
        try (var engine = FaceEngine.open(Path.of("models"));
                var verifier = engine.newVerifier()) {
            var answer = verifier.verify(Files.readAllBytes(selfie), Files.readAllBytes(document));
            switch (answer) {
                case Compared faces ->
                    System.out.println(OperatingPoint.DEFAULT.decide(faces.similarity()) + " " + faces.similarity());
                case NotCompared why -> System.out.println("not compared: " + why.probe() + ", " + why.reference());
            }
        }
    }

    private static List<String> withoutMargin(String lines) {
        return lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
