package io.facematch.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Collectors;

/** Who may know whom among the commands, and how large a package may grow. */
@AnalyzeClasses(packages = "io.facematch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.facematch.standalone";
    private static final int MOST_TYPES = 12;

    @ArchTest
    static final ArchRule PACKAGES_KNOW_ONE_DIRECTION = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .layer("commands")
            .definedBy(ROOT)
            .layer("benchmark")
            .definedBy(ROOT + ".benchmark")
            .layer("calibration")
            .definedBy(ROOT + ".calibration..")
            .layer("access")
            .definedBy(ROOT + ".access")
            .layer("serve")
            .definedBy(ROOT + ".serve")
            .layer("run")
            .definedBy(ROOT + ".run")
            .layer("models")
            .definedBy(ROOT + ".models")
            .layer("local")
            .definedBy(ROOT + ".local")
            .layer("terminal")
            .definedBy(ROOT + ".terminal")
            .whereLayer("commands")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("benchmark")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("calibration")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("serve")
            .mayOnlyBeAccessedByLayers("commands")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("commands", "benchmark")
            .whereLayer("models")
            .mayOnlyBeAccessedByLayers("commands", "benchmark", "calibration", "serve", "run")
            .whereLayer("local")
            .mayOnlyBeAccessedByLayers("commands", "benchmark", "access", "serve", "run");

    @ArchTest
    static final ArchRule A_CALIBRATION_GOES_FROM_DATA_TO_REPORT = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + ".calibration..")
            .layer("command")
            .definedBy(ROOT + ".calibration")
            .layer("report")
            .definedBy(ROOT + ".calibration.report")
            .layer("scoring")
            .definedBy(ROOT + ".calibration.scoring")
            .layer("data")
            .definedBy(ROOT + ".calibration.data")
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
            .whereLayer("scoring")
            .mayOnlyBeAccessedByLayers("command", "report")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("command", "scoring");

    @ArchTest
    static final ArchRule THE_TERMINAL_KNOWS_NO_FRAMEWORK = classes()
            .that()
            .resideInAPackage(ROOT + ".terminal")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations", ROOT + ".terminal");

    @ArchTest
    static final ArchRule SPRING_IS_FOR_SERVERS_AND_THE_DATABASE = noClasses()
            .that()
            .resideInAnyPackage(ROOT, ROOT + ".run", ROOT + ".benchmark", ROOT + ".calibration..", ROOT + ".serve")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static void noPackageGrowsBeyondWhatOneSees(JavaClasses all) {
        var sizes = all.stream()
                .filter(type -> type.getPackageName().startsWith(ROOT))
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_TYPES));
    }

    /** In the whole product: who reads a package's name in a stack trace should know where that is. */
    @ArchTest
    static void eachPackageHasANounOfItsOwn(JavaClasses all) {
        var packages = all.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.facematch"))
                .collect(Collectors.groupingBy(
                        name -> name.substring(name.lastIndexOf('.') + 1), Collectors.toUnmodifiableSet()));
        assertThat(packages)
                .allSatisfy((noun, names) -> assertThat(names).as(noun).hasSize(1));
    }
}
