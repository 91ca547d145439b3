package io.facematch.api;

import org.springframework.boot.SpringApplication;

/** Starts the API process. */
public final class ApiApplication {
    private ApiApplication() {}

    public static void main(String... arguments) {
        SpringApplication.run(ApiConfiguration.class, arguments);
    }
}
