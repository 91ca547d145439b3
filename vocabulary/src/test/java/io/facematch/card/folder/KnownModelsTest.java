package io.facematch.card.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.CardJson;
import io.facematch.card.ModelCards;
import io.facematch.card.ModelTier;
import io.facematch.card.folder.KnownModel.Origin;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which models are known, of those that the program and the folders describe. */
class KnownModelsTest extends CardFolderFixture {
    @Test
    void areThoseOfTheProgramWhereNoCardLies() throws IOException {
        Files.writeString(folder.resolve("notes.json"), "{}");
        Files.writeString(folder.resolve("._my-r50.card.json"), "what a file manager leaves");

        var known = KnownModels.in(List.of(folder, folder.resolve("nowhere")));

        assertThat(known.cards()).isEqualTo(ModelCards.all());
        assertThat(known.problems()).isEmpty();
        assertThat(known.models()).allMatch(model -> model.origin() == Origin.BUILT_IN);
    }

    @Test
    void haveTheCardsOfTheFolder() throws IOException {
        put("my-r50.card.json", CARD);

        var known = KnownModels.in(List.of(folder));

        assertThat(known.problems()).isEmpty();
        var model = known.find("my-r50").orElseThrow();
        assertThat(model.origin()).isEqualTo(Origin.FOLDER);
        assertThat(model.folder()).isEqualTo(folder);
        assertThat(model.card().embedderContract().dimensions()).isEqualTo(512);
        assertThat(model.card().licence()).isEqualTo("not stated");
        assertThat(model.card().tier()).isEqualTo(ModelTier.PRODUCTION);
        assertThat(model.card().calibrations()).isEmpty();
    }

    /** So that anybody can tell with sha256sum which card an outcome names. */
    @Test
    void haveTheHashOfTheCardsFile() throws IOException {
        put("my-r50.card.json", CARD);
        var known = KnownModels.in(List.of(folder));

        assertThat(known.find("my-r50").orElseThrow().cardSha256())
                .isEqualTo(CardJson.sha256(CARD.getBytes(StandardCharsets.UTF_8)));
        assertThat(known.find("starter-embedder").orElseThrow().cardSha256())
                .isEqualTo(CardJson.sha256(ModelCards.file("starter-embedder")));
    }

    @Test
    void takeACardOfTheReleaseAsAPattern() throws IOException {
        var copy = new String(ModelCards.file("sface-2021dec"), StandardCharsets.UTF_8)
                .replace("sface-2021dec", "my-sface")
                .replaceAll("(?s)\"sources\": \\[.*?\\],", "");
        put("my-sface.card.json", copy);

        var known = KnownModels.in(List.of(folder));

        assertThat(known.problems()).isEmpty();
        assertThat(known.find("my-sface")).isPresent();
    }

    /** A broken card must not take the others down. */
    @Test
    void useTheOthersBesideABrokenCard() throws IOException {
        put("my-r50.card.json", CARD);
        put("broken.card.json", "{");

        var known = KnownModels.in(List.of(folder));

        assertThat(known.find("my-r50")).isPresent();
        assertThat(known.find("broken")).isEmpty();
        assertThat(known.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo(folder.resolve("broken.card.json")
                                + " is not used: it is no JSON: Unexpected end-of-input: expected close marker for Object"
                                + " (line 1, column 2)"));
    }

    @Test
    void doNotLetAFolderDescribeAModelOfTheProgram() throws IOException {
        put("espdl-mbf-112.card.json", CARD.replace("my-r50", "espdl-mbf-112"));

        assertRefused("espdl-mbf-112.card.json", "the program has a model espdl-mbf-112");
        assertThat(KnownModels.in(List.of(folder))
                        .find("espdl-mbf-112")
                        .orElseThrow()
                        .origin())
                .isEqualTo(Origin.BUILT_IN);
    }

    @Test
    void useNeitherOfTwoCardsWithOneId() throws IOException {
        var other = Files.createDirectory(folder.resolve("other"));
        put("my-r50.card.json", CARD);
        Files.writeString(other.resolve("my-r50.card.json"), CARD.replace("112", "128"));

        var known = KnownModels.in(List.of(folder, other));

        assertThat(known.find("my-r50")).isEmpty();
        assertThat(known.problems())
                .extracting(CardProblem::message)
                .hasSize(2)
                .allMatch(message -> message.contains("remove all but one"))
                .anyMatch(message -> message.contains(other.toString()));
    }

    @Test
    void takeAFolderThatIsNamedTwiceForOne() throws IOException {
        put("my-r50.card.json", CARD);
        var link = Files.createSymbolicLink(folder.resolve("link"), folder);

        var known = KnownModels.in(List.of(folder, link, folder.resolve("..").resolve(folder.getFileName())));

        assertThat(known.problems()).isEmpty();
        assertThat(known.find("my-r50")).isPresent();
    }

    @Test
    void haveCalibrationsOfTheFolderForAModelOfTheProgram() throws IOException {
        var starter = starter();
        put("starter-embedder.calibrations.json", own(starter, "starter-embedder/starter-detector/staff"));

        var known = KnownModels.in(List.of(folder));

        assertThat(known.problems()).isEmpty();
        var model = known.find("starter-embedder").orElseThrow();
        var own = model.calibration("starter-embedder/starter-detector/staff").orElseThrow();
        assertThat(model.ownCalibrations()).containsExactly(own);
        assertThat(model.card()).isEqualTo(starter);
        assertThat(model.originOf(own)).isEqualTo(Origin.FOLDER);
        assertThat(model.originOf(starter.calibrations().getFirst())).isEqualTo(Origin.BUILT_IN);
    }

    @Test
    void refuseCalibrationsOfAnotherFile() throws IOException {
        put(
                "starter-embedder.calibrations.json",
                own(starter(), "starter-embedder/x").replace(starter().sha256(), HASH));

        assertRefused("starter-embedder.calibrations.json", "it was measured with another file: its sha256 is " + HASH);
    }

    @Test
    void refuseCalibrationsThatReplaceOneOfTheProgram() throws IOException {
        put("starter-embedder.calibrations.json", own(starter(), "starter-embedder/starter-detector/lfw-4"));

        assertRefused(
                "starter-embedder.calibrations.json", "has a calibration starter-embedder/starter-detector/lfw-4");
    }

    @Test
    void refuseCalibrationsOfNoModel() throws IOException {
        put("my-r50.calibrations.json", own(starter(), "my-r50/x").replace("\"starter-embedder\"", "\"my-r50\""));
        assertRefused("my-r50.calibrations.json", "no model is called my-r50");

        put("my-r50.calibrations.json", own(starter(), "starter-embedder/x"));
        assertRefused("my-r50.calibrations.json", "model must be what the file's name begins with");
    }

    @Test
    void areLookedForInListedFoldersFirst() {
        assertThat(KnownModels.searchPath("/a" + File.pathSeparator + File.pathSeparator + "b"))
                .containsExactly(Path.of("/a"), Path.of("b"), Path.of("models"));
        assertThat(KnownModels.searchPath(null)).containsExactly(Path.of("models"));
    }
}
