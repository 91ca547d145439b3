package io.facematch.transparency;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Whoever verifies must be able to read it all: the JDK, and nothing else. */
@AnalyzeClasses(packages = "io.facematch.transparency", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PACKAGE = "io.facematch.transparency.";
    private static final String[] JDK = {"java..", "javax.crypto..", "org.jspecify.annotations"};

    @ArchTest
    static final ArchRule TRANSPARENCY_IS_PLAIN_JAVA = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(JDK[0], JDK[1], JDK[2], "io.facematch.transparency..");

    @ArchTest
    static final ArchRule THE_TREE_KNOWS_NOTHING_OF_HOW_IT_IS_STORED_OR_SIGNED = classes()
            .that()
            .resideInAnyPackage(PACKAGE + "tree", PACKAGE + "json")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(JDK[0], JDK[1], JDK[2], PACKAGE + "tree", PACKAGE + "json");

    @ArchTest
    static final ArchRule NOTES_AND_TILES_KNOW_THE_TREE_ONLY = classes()
            .that()
            .resideInAnyPackage(PACKAGE + "note", PACKAGE + "tile", PACKAGE + "commitment")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    JDK[0],
                    JDK[1],
                    JDK[2],
                    PACKAGE + "tree",
                    PACKAGE + "note",
                    PACKAGE + "tile",
                    PACKAGE + "commitment");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(PACKAGE + "(*)..").should().beFreeOfCycles();
}
