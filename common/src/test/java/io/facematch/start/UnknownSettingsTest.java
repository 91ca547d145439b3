package io.facematch.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;

class UnknownSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "FACEMATCH_DETECTR, FACEMATCH_DETECTOR",
        "FACEMATCH_DECODING_MAX_TIM, FACEMATCH_DECODING_TIME",
        "FACEMATCH_PRT, FACEMATCH_PORT",
        "FACEMATCH_DATABSE_URL, FACEMATCH_DATABASE_URL",
        "FACEMATCH_MODEL, FACEMATCH_MODELS",
        "facematch_embeder, FACEMATCH_EMBEDDER"
    })
    void aMisspeltSettingIsNamedWithTheNearestOne(String variable, String nearest) {
        assertThat(UnknownSettings.warning(List.of("PATH", "FACEMATCH_HOME", variable)))
                .hasValue("unknown settings in the environment: " + variable + " (is " + nearest
                        + " meant?); docs/settings.md lists all there are");
    }

    @Test
    void severalStandInOneLine() {
        assertThat(UnknownSettings.warning(List.of("FACEMATCH_SOMETHING_QUITE_OTHER", "FACEMATCH_DETECTR")))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains(
                                "FACEMATCH_DETECTR (is FACEMATCH_DETECTOR meant?), FACEMATCH_SOMETHING_QUITE_OTHER;"));
    }

    @Test
    void everyProcessLooksAtItsStart() {
        assertThat(new SpringApplication(UnknownSettingsTest.class).getListeners())
                .hasAtLeastOneElementOfType(UnknownSettings.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "MY_FACEMATCH_DETECTR",
                // Of the launcher, of commands, of the API, of a worker, of both
                "FACEMATCH_HEAP",
                "FACEMATCH_MODELS_MIRROR",
                "FACEMATCH_OFFLINE",
                "FACEMATCH_SUBMISSION_MAX_IMAGE_SIZE",
                "FACEMATCH_WORKER_THREADS",
                "FACEMATCH_DATABASE_PASSWORD",
                // As Spring takes them, too
                "facematch_port",
                "FACEMATCH_SUBMISSION_MAXIMAGESIZE",
                "FACEMATCH_LIMITS_TENANTS_ACME_UPLOADS",
                // Of clients
                "FACEMATCH_URL",
                "FACEMATCH_TOKEN",
                "FACEMATCH_TOKEN_FILE",
                // Of Kubernetes, for services called facematch and facematch-api
                "FACEMATCH_SERVICE_HOST",
                "FACEMATCH_SERVICE_PORT_HTTP",
                "FACEMATCH_PORT_8080_TCP_ADDR",
                "FACEMATCH_API_PORT",
                "FACEMATCH_API_SERVICE_PORT"
            })
    void whatIsMeantSoIsNotNamed(String variable) {
        assertThat(UnknownSettings.warning(List.of(variable))).isEmpty();
    }
}
