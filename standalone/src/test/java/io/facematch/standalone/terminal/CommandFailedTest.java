package io.facematch.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The line that a command ends with when it could not do its work. */
class CommandFailedTest {
    static Stream<Arguments> filesThatAreInTheWay() {
        return Stream.of(
                Arguments.of(new AccessDeniedException("out"), "out: permission denied"),
                Arguments.of(new NoSuchFileException("out"), "out: there is no such file or folder"),
                Arguments.of(new NotDirectoryException("out"), "out: is not a folder"),
                Arguments.of(new DirectoryNotEmptyException("out"), "out: is a folder that is not empty"),
                Arguments.of(new FileAlreadyExistsException("out"), "out: already exists"));
    }

    @ParameterizedTest
    @MethodSource("filesThatAreInTheWay")
    void saysWhatIsWrongWithAFile(IOException failed, String words) {
        assertThat(CommandFailed.inWords(new UncheckedIOException(failed))).isEqualTo(words);
    }

    @Test
    void saysWhatTheInnermostSays() {
        var failed = new IllegalStateException("outer", new IllegalArgumentException("inner", new RuntimeException()));

        assertThat(CommandFailed.inWords(failed)).isEqualTo("inner");
    }

    @Test
    void namesWhatSaysNothing() {
        assertThat(CommandFailed.inWords(new StackOverflowError())).isEqualTo("StackOverflowError");
    }
}
