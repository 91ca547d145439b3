package io.facematch.face;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.face.decoding.DecodingBudget;
import io.facematch.face.decoding.DecodingLimits;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Engines to test with; the test that opens one closes it. */
public final class Engines {
    private static final Path MODELS = Path.of("../../shared/models");

    private Engines() {}

    /** For a class whose tests all need them: were they assumed before all tests, the report would not have the class. */
    static boolean haveModels() {
        return Files.isDirectory(MODELS);
    }

    public static FaceEngine builtIn() {
        return FaceEngine.open();
    }

    /** With models that are no part of the project: the test is skipped where they are missing. */
    public static FaceEngine of(String detector, String embedder) {
        return FaceEngine.open(better(), new ModelChoice(embedder, detector, false), FaceSettings.DEFAULTS);
    }

    /** Compares everything that has a face. */
    public static FaceEngine withoutFloor(String detector, String embedder) {
        return FaceEngine.open(
                better(),
                new ModelChoice(embedder, detector, false),
                new FaceSettings(DecodingLimits.DEFAULTS, DecodingBudget.DEFAULT, FaceSettings.DEFAULTS.maxFaces(), 0));
    }

    private static ModelCatalog better() {
        assumeTrue(haveModels(), "../shared/models is missing");
        return new ModelCatalog(List.of(MODELS));
    }
}
