package io.facematch.face;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The fence around the engine and its stages. */
@AnalyzeClasses(packages = "io.facematch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String FACE = "io.facematch.face..";

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.facematch.face.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyStagesWithNetworksKnowInference = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.facematch.face.detector", "io.facematch.face.embedding", "io.facematch.face.network")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule faceKnowsNoInfrastructure = noClasses()
            .that()
            .resideInAPackage(FACE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "jakarta..", "com.rabbitmq..");

    @ArchTest
    static final ArchRule faceKnowsOnlyTheSharedWords = noClasses()
            .that()
            .resideInAPackage(FACE)
            .should()
            .dependOnClassesThat(describe(
                    "are ours but neither faces nor the shared words",
                    type -> type.getPackageName().startsWith("io.facematch")
                            && !type.getPackageName().startsWith("io.facematch.face")
                            && !type.getPackageName().equals("io.facematch.verification")
                            && !type.getPackageName().startsWith("io.facematch.card")));

    @ArchTest
    static final ArchRule onlyDecodingKnowsTheDecodersOfJava = noClasses()
            .that()
            .resideOutsideOfPackage("io.facematch.face.decoding")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.twelvemonkeys..", "javax.imageio..", "java.awt..");

    /** A number that changes what a similarity is worth has one place. */
    @ArchTest
    static final ArchRule tuningKnowsNoStage = noClasses()
            .that()
            .resideInAPackage("io.facematch.face.tuning")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "io.facematch.card..", "io.facematch.verification..");
}
