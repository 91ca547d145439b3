package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebPagesIT {
    private static final ApiServer API = ApiServer.get();

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/index.html, text/html",
        "/audit, text/html",
        "/favicon.svg, image/svg+xml",
        "/assets/app.js, text/javascript",
        "/assets/base.css, text/css",
        "/assets/audit/app.js, text/javascript",
        "/assets/charts/chart.umd.min.js, text/javascript",
        "/assets/formats.json, application/json",
        "/samples/person01_selfie.jpg, image/jpeg",
        "/samples/demo.zip, application/zip"
    })
    void areForEverybodyUnderAStrictPolicy(String path, String type) {
        var answer = API.send(path, request -> request);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(sent -> assertThat(sent).startsWith(type));
        assertThat(answer.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(answer.header("Permissions-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("camera=(self)"));
        assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Cache-Control")).contains("no-cache");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void knowTheFormatsOfTheEngine() {
        var known = API.send("/assets/formats.json", request -> request).json();

        assertThat(known.get("head_bytes").asInt()).isEqualTo(FileFormat.HEAD);
        assertThat(known.get("unknown").asString()).isEqualTo(Reason.UNSUPPORTED_FORMAT.message());
        assertThat(known.get("formats")
                        .valueStream()
                        .map(format -> format.get("signature").asString()))
                .containsExactlyElementsOf(Arrays.stream(FileFormat.values())
                        .map(FileFormat::signature)
                        .toList());
        assertThat(known.get("formats")
                        .valueStream()
                        .filter(format -> !format.has("refusal"))
                        .map(format -> format.get("name").asString()))
                .containsExactly("JPEG", "PNG", "WebP", "BMP", "TIFF");
        assertThat(known.get("formats").toString()).contains(Reason.HEIC.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/audit", "/assets/app.js", "/assets/charts/chart.umd.min.js"})
    void areSentAgainOnlyWhenTheyChanged(String path) {
        var tag = API.send(path, request -> request).header("ETag").orElseThrow();

        var answer = API.send(path, request -> request.header("If-None-Match", tag));

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/",
                "/assets/none.js",
                "/assets/charts/chart.js",
                "/assets/charts/chart.umd.min.js.map",
                "/assets/%2e%2e/index.html",
                "/assets/..%2fapi.yml",
                "/samples/person02_id.jpg"
            })
    void areNothingButThemselves(String path) {
        var answer = API.send(path, request -> request);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
    }

    @Test
    void canOnlyBeRead() {
        var answer = API.send("/assets/app.js", request -> request.DELETE());

        assertThat(answer.status()).isEqualTo(405);
    }
}
