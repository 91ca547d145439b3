package io.facematch.api.audit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class ExportPlacesTest {
    private final ExportPlaces places = new ExportPlaces(new ExportSettings(10, 3, 2));

    @Test
    void aTenantHasSoManyAndGetsThemBack() {
        var first = places.take("a");
        places.take("a");
        assertRefused("a", "Your tenant");

        first.close();

        places.take("a");
        assertRefused("a", "Your tenant");
    }

    @Test
    void allTenantsTogetherHaveSoMany() {
        places.take("a");
        places.take("a");
        var third = places.take("b");
        assertRefused("c", "The server");

        third.close();

        assertThat(places.take("c")).isNotNull();
    }

    private void assertRefused(String tenant, String whose) {
        assertThatThrownBy(() -> places.take(tenant)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.error().code()).isEqualTo(ProblemCode.TOO_MANY_EXPORTS);
            assertThat(problem.error().detail()).startsWith(whose);
            assertThat(problem.error().retryAfter()).isPositive();
        });
    }
}
