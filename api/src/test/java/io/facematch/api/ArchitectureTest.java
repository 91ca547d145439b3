package io.facematch.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.springframework.stereotype.Component;

@AnalyzeClasses(packages = "io.facematch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.facematch.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SPREADSHEETS_ARE_WRITTEN_IN_ONE_PLACE = only("results.workbook", "org.apache.poi..");

    @ArchTest
    static final ArchRule FORMS_ARE_READ_IN_ONE_PLACE = only("form", "org.apache.commons.fileupload2..");

    @ArchTest
    static final ArchRule ONLY_SUBMISSIONS_MEET_THE_BROKER =
            only("submission", "org.springframework.amqp..", "com.rabbitmq..", "io.facematch.queue..");

    @ArchTest
    static final ArchRule ONLY_THE_SPOOL_STREAMS_CIPHERTEXT = only("spool", "com.google.crypto.tink.subtle..");

    /**
     * A dialect brings its own routes, rights and limits; without it, nothing of it is left. But the files of the results
     * hold the answer that KwikID gives to a pair, which is written in one place.
     */
    @ArchTest
    static final ArchRule VENDORS_ARE_KNOWN_TO_THEMSELVES_AND_TO_THE_RESULTS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.facematch.api.kwikid..", "io.facematch.api.azakaw..", "io.facematch.api.results..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.facematch.api.kwikid..", "io.facematch.api.azakaw..");

    @ArchTest
    static final ArchRule THE_WORKER_IS_UNKNOWN = noClasses()
            .that()
            .resideInAPackage("io.facematch.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.facematch.worker..", "io.facematch.standalone..");

    @ArchTest
    static final ArchRule ARCHIVES_KNOW_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("io.facematch.api.archive..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "java.sql..");

    @ArchTest
    static final ArchRule NO_COMPONENT_HAS_MORE_THAN_SEVEN_COLLABORATORS = constructors()
            .that()
            .areDeclaredInClassesThat()
            .areMetaAnnotatedWith(Component.class)
            .should(new ArchCondition<JavaConstructor>("have at most seven parameters") {
                @Override
                public void check(JavaConstructor constructor, ConditionEvents events) {
                    events.add(new SimpleConditionEvent(
                            constructor, constructor.getParameters().size() <= 7, constructor.getFullName()));
                }
            });

    /** Within the API; the application's own class wires all of it together. */
    private static ArchRule only(String owner, String... packages) {
        return noClasses()
                .that()
                .resideInAPackage("io.facematch.api.*..")
                .and()
                .resideOutsideOfPackage("io.facematch.api." + owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }
}
