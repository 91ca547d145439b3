package io.facematch.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom among the commands. */
@AnalyzeClasses(packages = "io.facematch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.facematch.standalone";

    @ArchTest
    static final ArchRule PACKAGES_KNOW_ONE_DIRECTION = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .layer("commands")
            .definedBy(ROOT)
            .layer("benchmark")
            .definedBy(ROOT + ".benchmark..")
            .layer("calibration")
            .definedBy(ROOT + ".calibration..")
            .layer("explanation")
            .definedBy(ROOT + ".explanation")
            .layer("access")
            .definedBy(ROOT + ".access")
            .layer("keys")
            .definedBy(ROOT + ".keys")
            .layer("auditor")
            .definedBy(ROOT + ".auditor")
            .layer("privacy")
            .definedBy(ROOT + ".privacy..")
            .layer("serve")
            .definedBy(ROOT + ".serve")
            .layer("run")
            .definedBy(ROOT + ".run..")
            .layer("models")
            .definedBy(ROOT + ".models")
            .layer("local")
            .definedBy(ROOT + ".local")
            .layer("addition")
            .definedBy(ROOT + ".addition")
            .layer("fetch")
            .definedBy(ROOT + ".fetch")
            .layer("espdl")
            .definedBy(ROOT + ".espdl")
            .layer("page")
            .definedBy(ROOT + ".page")
            .layer("terminal")
            .definedBy(ROOT + ".terminal")
            .whereLayer("commands")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("benchmark")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("calibration")
            .mayOnlyBeAccessedByLayers("commands", "run")
            .whereLayer("explanation")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("page")
            .mayOnlyBeAccessedByLayers("calibration", "explanation")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("keys")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("auditor")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("privacy")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("serve")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("commands", "benchmark")
            .whereLayer("models")
            .mayOnlyBeAccessedByLayers("commands", "benchmark", "calibration", "explanation", "serve", "run")
            .whereLayer("addition")
            .mayOnlyBeAccessedByLayers("models")
            .whereLayer("fetch")
            .mayOnlyBeAccessedByLayers("models")
            .whereLayer("espdl")
            .mayOnlyBeAccessedByLayers("fetch")
            .whereLayer("local")
            .mayOnlyBeAccessedByLayers("commands", "benchmark", "access", "keys", "auditor", "privacy", "serve", "run");

    @ArchTest
    static final ArchRule A_CALIBRATION_GOES_FROM_DATA_TO_REPORT = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + ".calibration..")
            .layer("command")
            .definedBy(ROOT + ".calibration")
            .layer("report")
            .definedBy(ROOT + ".calibration.document")
            .layer("measurement")
            .definedBy(ROOT + ".calibration.measurement")
            .layer("scoring")
            .definedBy(ROOT + ".calibration.scoring")
            .layer("decision")
            .definedBy(ROOT + ".calibration.decision")
            .layer("data")
            .definedBy(ROOT + ".calibration.data")
            .layer("difference")
            .definedBy(ROOT + ".calibration.difference")
            .layer("statistics")
            .definedBy(ROOT + ".calibration.statistics")
            .layer("chart")
            .definedBy(ROOT + ".calibration.chart")
            .whereLayer("command")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("chart")
            .mayOnlyBeAccessedByLayers("report")
            .whereLayer("measurement")
            .mayOnlyBeAccessedByLayers("command", "report")
            .whereLayer("scoring")
            .mayOnlyBeAccessedByLayers("command", "report", "measurement")
            .whereLayer("decision")
            .mayOnlyBeAccessedByLayers("report", "measurement", "scoring")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("command", "measurement", "scoring", "decision")
            .whereLayer("difference")
            .mayOnlyBeAccessedByLayers("report", "measurement", "scoring");

    @ArchTest
    static final ArchRule THE_TERMINAL_KNOWS_NO_FRAMEWORK = classes()
            .that()
            .resideInAPackage(ROOT + ".terminal")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations", ROOT + ".terminal");

    @ArchTest
    static final ArchRule A_CONVERTER_KNOWS_NOTHING_ELSE = classes()
            .that()
            .resideInAPackage(ROOT + ".espdl")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations", ROOT + ".espdl");

    /** Clients of the product itself are no strangers to it. */
    @ArchTest
    static final ArchRule ONLY_FETCHING_ASKS_STRANGERS = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".fetch", ROOT + ".run", ROOT + ".run.remote", ROOT + ".benchmark.scale")
            .and()
            .resideInAPackage(ROOT + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http");

    @ArchTest
    static final ArchRule SPRING_IS_FOR_SERVERS_AND_THE_DATABASE = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".run..",
                    ROOT + ".benchmark",
                    ROOT + ".benchmark.measured",
                    ROOT + ".calibration..",
                    ROOT + ".explanation",
                    ROOT + ".serve",
                    ROOT + ".fetch")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");
}
