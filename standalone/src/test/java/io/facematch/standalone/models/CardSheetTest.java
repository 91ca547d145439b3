package io.facematch.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration;
import io.facematch.card.Calibration.Group;
import io.facematch.card.Calibration.GroupPoint;
import io.facematch.card.Calibration.Interval;
import io.facematch.card.Calibration.Point;
import io.facematch.card.ChannelOrder;
import io.facematch.card.EmbedderContract;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelSource;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import io.facematch.card.PixelContract;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModels;
import io.facematch.face.network.ModelListing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CardSheetTest {
    @Test
    void printsTheWholeCard() {
        assertThat(sheet(new ModelListing(known(null), ModelListing.State.VERIFIED, "models/portrait.onnx", true)))
                .isEqualToNormalizingNewlines("""
                        Model          portrait (embedder, production)
                                       For portraits.
                        Publisher      Example Models
                        Licence        MIT, for research only
                                       The photos it was trained on were collected for research; whether the weights may be
                                       used commercially is an open legal question.
                        Training data  not documented
                        File           portrait.onnx, 13,613,809 bytes
                        SHA-256        0000000000000000000000000000000000000000000000000000000000000000
                        Source         https://models.example/portrait.espdl
                                       3,522,832 bytes, SHA-256
                                       1111111111111111111111111111111111111111111111111111111111111111,
                                       converted from espdl when it is fetched
                        Here           verified, models/portrait.onnx, used
                        Card           part of the program
                                       SHA-256 1111111111111111111111111111111111111111111111111111111111111111
                        Input          faces of 112x112 pixels, RGB; 512 numbers come out

                        Calibration    portrait/detector/1
                        SHA-256        <calibration>
                        Detectors      detector, other-detector
                        Data           LFW
                        Photos         3,708, of which 2 had no face to compare
                        Comparisons    7,703 of the same person, 6,856,000 of different persons
                        Equal errors   0.41 %

                        FMR    cosine  similarity            FNMR  false matches  95 % interval of the FMR
                        1e-02   0.170  0.50                0.30 %         68,560  9.92e-03 to 1.01e-02
                        1e-04   0.276  0.70 standard       1.20 %            686  9.27e-05 to 1.08e-04
                        1e-06   0.453  0.90 maximum       60.20 %              7  4.10e-07 to 2.10e-06  extrapolated

                        Group          female (gender), 435 people, 2,538 comparisons of the same person, 383,343 of
                                       different persons
                                   false matches       FMR  95 % interval             FNMR  95 % interval
                        standard             134  3.50e-04  2.45e-04 to 4.83e-04    3.74 %  1.23 % to 8.52 %

                        Group          male (gender), 0 comparisons of the same person, 0 of different persons
                                   false matches       FMR  95 % interval             FNMR  95 % interval
                        standard               0         -  -                            -  -
                        """.replace(
                        "<calibration>", card().calibrations().getFirst().sha256()));
    }

    @Test
    void fitsATerminalForEveryModel() {
        for (var model : KnownModels.in(List.of()).models()) {
            assertThat(sheet(new ModelListing(model, ModelListing.State.MISSING, null, false))
                            .lines()
                            .filter(line -> !line.startsWith("Source")))
                    .allMatch(line -> line.length() <= 100);
        }
    }

    private static String sheet(ModelListing listing) {
        var text = new StringWriter();
        new CardSheet(new PrintWriter(text)).print(listing);
        return text.toString();
    }

    @Test
    void marksACalibrationOfOnesOwn() {
        var model = KnownModels.in(List.of()).find("starter-embedder").orElseThrow();
        var own = new KnownModel(model.card(), model.cardSha256(), null, card().calibrations());

        assertThat(sheet(new ModelListing(own, ModelListing.State.VERIFIED, "built in", true)))
                .contains("Card           part of the program")
                .containsOnlyOnce("your own: decides when FACEMATCH_CALIBRATION names it");
    }

    @Test
    void saysWhereACardOfOnesOwnLies() {
        assertThat(sheet(new ModelListing(known(Path.of("models")), ModelListing.State.MISSING, null, false)))
                .contains("Card           your own: models/portrait.card.json")
                .doesNotContain("Source");
    }

    private static KnownModel known(@Nullable Path folder) {
        return new KnownModel(card(), "1".repeat(64), folder, List.of());
    }

    private static ModelCard card() {
        var calibration = new Calibration(
                "portrait/detector/1",
                List.of("detector", "other-detector"),
                "LFW",
                3708,
                2,
                7703,
                6_856_000,
                0.0041,
                List.of(
                        new Point(1e-2, 0.17, false, 68_560, new Interval(0.00992, 0.01008), 0.003),
                        new Point(1e-4, 0.276, false, 686, new Interval(9.27e-5, 1.078e-4), 0.012),
                        new Point(1e-6, 0.453, true, 7, new Interval(4.1e-7, 2.1e-6), 0.602)),
                List.of(
                        new Group(
                                "gender",
                                "female",
                                435,
                                2_538,
                                383_343,
                                List.of(new GroupPoint(
                                        1e-4, 134, new Interval(2.45e-4, 4.83e-4), 95, new Interval(0.0123, 0.0852)))),
                        new Group(
                                "gender",
                                "male",
                                null,
                                0,
                                0,
                                List.of(new GroupPoint(1e-4, 0, new Interval(0, 1), 0, new Interval(0, 1))))));
        return new ModelCard(
                "portrait",
                ModelTask.EMBEDDER,
                ModelTier.PRODUCTION,
                "For portraits.",
                "portrait.onnx",
                "0".repeat(64),
                13_613_809,
                List.of(new ModelSource(
                        URI.create("https://models.example/portrait.espdl"),
                        3_522_832,
                        "1".repeat(64),
                        ModelSource.Converter.ESPDL)),
                "Example Models",
                "MIT",
                "The photos it was trained on were collected for research; whether the weights may be used commercially is"
                        + " an open legal question.",
                true,
                "not documented",
                0,
                null,
                new EmbedderContract(
                        new PixelContract(ChannelOrder.RGB, 127.5, 127.5),
                        112,
                        Collections.nCopies(5, List.of(1.0, 1.0)),
                        512),
                List.of(calibration));
    }
}
