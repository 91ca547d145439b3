package io.facematch.standalone.addition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The invented people that are part of the program. */
final class SamplePeople {
    private static final int PEOPLE = 12;
    private static final List<String> VIEWS = List.of("id", "selfie", "turned");

    private SamplePeople() {}

    /** @param person from 1 */
    record SamplePhoto(int person, byte[] file) {
        @Override
        public String toString() {
            return "SamplePhoto[" + file.length + " bytes]";
        }
    }

    static Stream<SamplePhoto> photos() {
        return IntStream.rangeClosed(1, PEOPLE)
                .boxed()
                .flatMap(person -> VIEWS.stream().map(view -> new SamplePhoto(person, photo(person, view))));
    }

    private static byte[] photo(int person, String view) {
        var name = "/portraits/person%02d_%s.jpg".formatted(person, view);
        try (var stream = SamplePeople.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
