package io.facematch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the module that both processes share. */
@AnalyzeClasses(packages = "io.facematch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] JDK = {"java..", "javax..", "org.jspecify.annotations"};

    @ArchTest
    static final ArchRule PACKAGES_KNOW_ONE_DIRECTION = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.facematch..")
            .layer("queue")
            .definedBy("io.facematch.queue")
            .layer("job")
            .definedBy("io.facematch.job")
            .layer("epoch")
            .definedBy("io.facematch.epoch")
            .layer("tenant")
            .definedBy("io.facematch.tenant")
            .layer("payload")
            .definedBy("io.facematch.payload")
            .layer("verification")
            .definedBy("io.facematch.verification")
            .layer("card")
            .definedBy("io.facematch.card..")
            .layer("modelfolder")
            .definedBy("io.facematch.modelfolder")
            .layer("start")
            .definedBy("io.facematch.start")
            .ensureAllClassesAreContainedInArchitecture()
            .whereLayer("queue")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("job")
            .mayOnlyBeAccessedByLayers("queue")
            .whereLayer("start")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("payload")
            .mayOnlyBeAccessedByLayers("queue", "job", "epoch", "tenant", "start")
            .whereLayer("epoch")
            .mayOnlyBeAccessedByLayers("job", "start")
            .whereLayer("tenant")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("modelfolder")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("card")
            .mayOnlyBeAccessedByLayers("modelfolder")
            .whereLayer("verification")
            .mayOnlyBeAccessedByLayers("job", "card");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.facematch.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PAYLOAD_IS_PLAIN_JAVA_BUT_FOR_ITS_WIRING = classes()
            .that()
            .resideInAPackage("io.facematch.payload")
            .and()
            .haveSimpleNameNotEndingWith("Configuration")
            .and()
            .haveSimpleNameNotEndingWith("Settings")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with("io.facematch.payload"));

    @ArchTest
    static final ArchRule ONLY_QUEUE_KNOWS_THE_BROKER = classes()
            .that()
            .resideOutsideOfPackage("io.facematch.queue")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("com.rabbitmq..", "org.springframework.amqp..");

    @ArchTest
    static final ArchRule ONLY_JOB_EPOCH_AND_TENANT_KNOW_THE_DATABASE = classes()
            .that()
            .resideOutsideOfPackages("io.facematch.job", "io.facematch.epoch", "io.facematch.tenant")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("org.springframework.jdbc..", "org.springframework.transaction..");

    @ArchTest
    static final ArchRule ONLY_JOB_AND_EPOCH_RUN_SQL_AND_START_KNOWS_WHEN_IT_CANT = classes()
            .that()
            .resideOutsideOfPackages(
                    "io.facematch.job", "io.facematch.epoch", "io.facematch.tenant", "io.facematch.start")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("java.sql");

    private static String[] with(String own) {
        return new String[] {JDK[0], JDK[1], JDK[2], own};
    }
}
