package io.facematch.standalone.calibration.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleFolderTest {
    @TempDir
    private Path data;

    @Test
    void takesAFolderForEachPerson() throws IOException {
        files("anna/one.jpg", "anna/two.JPEG", "bert/one.png", "bert/notes.txt", "bert/.hidden.jpg", "read me.txt");

        var folder = PeopleFolder.open(data, null);

        assertThat(folder.photos())
                .extracting(Photo::id)
                .containsExactly("anna/one.jpg", "anna/two.JPEG", "bert/one.png");
        assertThat(folder.photos()).extracting(Photo::person).containsExactly(0, 0, 1);
        assertThat(folder.description()).startsWith("all pairs of 3 photos of 2 people");
        assertThat(folder.notes()).containsExactly("files that are no photos and were ignored: 2");
    }

    @Test
    void takesFilesNamedAsInLfw() throws IOException {
        files("Anna_Bell_0001.jpg", "Anna_Bell_0002.jpg", "Anna_0001.jpg");

        assertThat(PeopleFolder.open(data, null).photos())
                .extracting(Photo::person)
                .containsExactly(0, 1, 1);
    }

    @Test
    void takesOnlyWhatThePeopleListNames() throws IOException {
        files("images/Anna_0001.jpg", "images/Anna_0002.jpg", "images/Anna_0003.jpg", "images/Bert_0001.jpg");
        files("images/Carl_0001.jpg", "pairsDevTest.txt");
        Files.writeString(data.resolve("peopleDevTest.txt"), "2\nAnna\t2\nBert\t1\n");

        var folder = PeopleFolder.open(data, null);

        assertThat(folder.photos())
                .extracting(Photo::id)
                .containsExactly("Anna_0001.jpg", "Anna_0002.jpg", "Bert_0001.jpg");
        assertThat(folder.description())
                .isEqualTo("all pairs of 3 photos of 2 people as listed in peopleDevTest.txt, the face nearest to the"
                        + " middle of each");
        assertThat(folder.notes())
                .containsExactly("only the 3 photos that peopleDevTest.txt lists; 2 others were left out");
    }

    @Test
    void takesLfwAsItIsPublishedToo() throws IOException {
        files("Anna/Anna_0001.jpg", "Anna/Anna_0002.jpg", "Bert/Bert_0001.jpg", "Carl/Carl_0001.jpg");
        Files.writeString(data.resolve("peopleDevTest.txt"), "2\nAnna\t2\nBert\t1\n");

        assertThat(PeopleFolder.open(data, null).photos()).hasSize(3);
    }

    @Test
    void takesAPersonCalledImagesForAPerson() throws IOException {
        files("images/one.jpg", "images/two.jpg", "anna/one.jpg");

        assertThat(PeopleFolder.open(data, null).photos()).hasSize(3);
    }

    @Test
    void missesPhotosOfThePeopleList() throws IOException {
        files("Anna_0001.jpg", "Anna_0002.jpg", "Bert_0001.jpg");
        Files.writeString(data.resolve("peopleDevTest.txt"), "2\nAnna\t3\nBert\t1\n");

        refuses("lists 4 photos; missing in", ": 1, such as Anna_0003");
    }

    @Test
    void refusesABrokenPeopleList() throws IOException {
        files("Anna_0001.jpg", "Anna_0002.jpg", "Bert_0001.jpg");
        Files.writeString(data.resolve("peopleDevTest.txt"), "2\nAnna\t2\nBert one\n");

        refuses("peopleDevTest.txt, line 3");
    }

    @Test
    void asksWhosePhotosTheyAre() throws IOException {
        files("Anna_0001.jpg", "holiday.jpg");
        refuses("whose photo is holiday.jpg", "<Name>_<NNNN>");

        files("bert/one.jpg");
        refuses("photos lie beside folders");
    }

    @Test
    void refusesWhatCanNotBeMeasured() throws IOException {
        refuses("there is no photo in", "a folder of photos for each person");

        files("Anna_0001.jpg");
        refuses("only one photo");

        files("Anna_0002.jpg");
        refuses("all 2 photos", "of one person");

        Files.delete(data.resolve("Anna_0002.jpg"));
        files("Bert_0001.jpg");
        refuses("no person in", "has two photos");
    }

    private void refuses(String... words) {
        assertThatExceptionOfType(UnusableData.class)
                .isThrownBy(() -> DataSet.open(data, null))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    private void files(String... names) throws IOException {
        for (var name : names) {
            var file = data.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
    }
}
