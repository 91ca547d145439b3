package io.facematch.worker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The fence around the packages of the worker. */
@AnalyzeClasses(packages = "io.facematch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String FACE = "io.facematch.worker.face..";

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.facematch.worker.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyStagesWithNetworksKnowInference = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.facematch.worker.face.detection",
                    "io.facematch.worker.face.embedding",
                    "io.facematch.worker.face.model")
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
                            && !type.getPackageName().startsWith("io.facematch.worker.face")
                            && !type.getPackageName().equals("io.facematch.verification")
                            && !type.getPackageName().equals("io.facematch.model")));

    @ArchTest
    static final ArchRule workerKnowsNoApi = noClasses()
            .that()
            .resideInAPackage("io.facematch.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.facematch.api..");
}
