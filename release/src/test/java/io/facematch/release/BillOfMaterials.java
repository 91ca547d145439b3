package io.facematch.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The list of the libraries of others in CycloneDX, as programs read it that look for published faults. */
final class BillOfMaterials {
    private BillOfMaterials() {}

    static void assumeMade() {
        assumeTrue(
                "offline=false skipped=false".equals(System.getProperty("facematch.bill-of-materials")),
                "Maven was told not to make the bill of materials, or was offline");
    }

    static void assertComplete(Path bill) {
        assertThat(bill)
                .content()
                .contains("CycloneDX", "pkg:maven/org.springframework.amqp/spring-rabbit@")
                .doesNotContain("junit");
    }
}
