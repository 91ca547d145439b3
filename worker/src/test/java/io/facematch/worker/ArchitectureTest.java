package io.facematch.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The fence around the packages of the worker. */
@AnalyzeClasses(packages = "io.facematch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.facematch.worker.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheEngineKnowsInference = noClasses()
            .that()
            .resideInAPackage("io.facematch.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "org.bytedeco..");

    @ArchTest
    static final ArchRule workerKnowsNoApi = noClasses()
            .that()
            .resideInAPackage("io.facematch.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.facematch.api..");
}
