package io.facematch.api;

import io.facematch.start.Refusal;
import org.springframework.boot.SpringApplication;

/** Starts the API process. */
public final class ApiApplication {
    private ApiApplication() {}

    public static void main(String... arguments) {
        Refusal.orExit(() -> start(arguments));
    }

    /** For a caller that says itself why it can't start. */
    public static void start(String... arguments) {
        var application = new SpringApplication(ApiConfiguration.class);
        application.setMainApplicationClass(ApiApplication.class);
        application.run(arguments);
    }
}
