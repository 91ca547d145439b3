package io.facematch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The words that everything else knows, know nothing of it. */
@AnalyzeClasses(packages = "io.facematch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] JDK = {"java..", "org.jspecify.annotations"};

    @ArchTest
    static final ArchRule VERIFICATION_IS_PLAIN_JAVA_AND_ITS_NAMES_IN_JSON = classes()
            .that()
            .resideInAPackage("io.facematch.verification")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(JDK[0], JDK[1], "io.facematch.verification", "com.fasterxml.jackson.annotation");

    @ArchTest
    static final ArchRule CARDS_KNOW_ONLY_JSON_AND_THE_WORDS = classes()
            .that()
            .resideInAPackage("io.facematch.card..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    JDK[0],
                    JDK[1],
                    "io.facematch.card..",
                    "io.facematch.verification",
                    "tools.jackson..",
                    "com.fasterxml.jackson.annotation");
}
